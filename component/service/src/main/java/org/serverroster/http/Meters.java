package org.serverroster.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.stream.StreamMetrics;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.LocalDomain;

/** What the parts of the program count, as meters. Thread-safe. */
public final class Meters {

    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The meters of a component's stream. */
    public StreamMetrics stream(LocalDomain component) {
        return new StreamMeters(registry, component);
    }

    /** The meters of a local domain's roster. */
    public RosterMetrics roster(LocalDomain domain) {
        return new RosterMeters(registry, domain);
    }

    /** Measures whether the bridge of a served domain was found. */
    public void bridge(LocalDomain served, BooleanSupplier open) {
        Gauge.builder("server.roster.bridge.open", () -> open.getAsBoolean() ? 1 : 0)
                .description("1 while the server's bridge is there for a served domain, else 0")
                .tag("domain", served.toString())
                .strongReference(true)
                .register(registry);
    }

    /** Counts what does not leave for served domains while their bridge is missing. */
    public Consumer<DomainName> keptBack() {
        return served -> Counter.builder("server.roster.bridge.kept.back")
                .description("Stanzas that did not leave, because the server's bridge was not found for their domain")
                .tag("domain", served.toString())
                .register(registry)
                .increment();
    }

    /** Measures what all components share. */
    public void bounded(Bounded shared) {
        BoundedMeters.register(registry, "all", shared);
    }

    /** Counts the stanzas that a component answers to nobody, by the reason. */
    public Consumer<String> dropped(LocalDomain component) {
        return reason -> Counter.builder("server_roster_stanzas_dropped")
                .description("Stanzas that were answered to nobody, by the reason")
                .tag("domain", component.toString())
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
