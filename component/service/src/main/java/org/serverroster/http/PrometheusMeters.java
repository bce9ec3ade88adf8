package org.serverroster.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** All that is measured, as Prometheus reads it. Any thread. */
public final class PrometheusMeters implements AutoCloseable {

    private final PrometheusMeterRegistry registry;
    private Optional<JvmGcMetrics> collections = Optional.empty();

    private PrometheusMeters(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** A new registry, with {@code version} in it. */
    public static PrometheusMeters of(String version) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("server.roster.version", () -> 1)
                .description("Always 1; the label is the version")
                .tag("version", version)
                .register(registry);
        return new PrometheusMeters(registry);
    }

    /** Adds what is known of the process itself; once. Not needed to attach, and takes a while. */
    public synchronized void measureProcess() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics metrics = new JvmGcMetrics();
        metrics.bindTo(registry);
        collections = Optional.of(metrics);
    }

    /** Where others register what they measure. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Everything that is measured, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        collections.ifPresent(JvmGcMetrics::close);
        registry.close();
    }
}
