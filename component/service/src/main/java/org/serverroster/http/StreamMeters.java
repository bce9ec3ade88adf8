package org.serverroster.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.serverroster.stream.StreamCondition;
import org.serverroster.stream.StreamEnd;
import org.serverroster.stream.StreamMetrics;
import org.serverroster.xmpp.LocalDomain;

/** Measures one stream; each meter has its domain as a label. Any thread. */
final class StreamMeters implements StreamMetrics {

    private static final String PREFIX = "server.roster.stream.";

    private final MeterRegistry registry;
    private final String domain;
    private final AtomicInteger attached = new AtomicInteger();
    private final AtomicInteger standby = new AtomicInteger();
    private final Counter attempts;
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter stanzasIn;
    private final Counter stanzasOut;
    private final Counter oversized;
    private final Counter ignored;
    private final Counter dropped;
    private final Counter refused;

    /** Registers the meters of that domain's stream. */
    StreamMeters(MeterRegistry registry, LocalDomain domain) {
        this.registry = registry;
        this.domain = domain.toString();
        this.attempts = counter("attempts", "Attempts to attach");
        this.bytesIn = flow("bytes", "in", "Bytes that crossed");
        this.bytesOut = flow("bytes", "out", "Bytes that crossed");
        this.stanzasIn = flow("stanzas", "in", "Stanzas that crossed");
        this.stanzasOut = flow("stanzas", "out", "Stanzas that crossed");
        this.oversized = counter("oversized", "Stanzas skipped because they were over a bound");
        this.ignored = counter("ignored", "Elements ignored because they are no stanzas");
        this.dropped = counter("dropped", "Stanzas not written: not attached, or the queue was full");
        this.refused = counter("refused", "Stanzas refused because they cannot be written as XML");
        gauge("attached", "1 while stanzas can cross, else 0", attached::get);
        gauge("standby", "1 while another instance is attached in this one's place, else 0", standby::get);
    }

    @Override
    public void queueDepth(IntSupplier stanzasThatWaitToBeWritten) {
        gauge("queue", "Stanzas that wait to be written", stanzasThatWaitToBeWritten);
    }

    @Override
    public void connecting() {
        attempts.increment();
    }

    @Override
    public void attached() {
        attached.set(1);
        standby.set(0);
    }

    @Override
    public void ended(StreamEnd why) {
        attached.set(0);
        standby.set(why.condition().equals(Optional.of(StreamCondition.CONFLICT)) ? 1 : 0);
        Counter.builder(PREFIX + "ends")
                .description("Attempts that failed and streams that ended")
                .tags("domain", domain, "why", why.label())
                .register(registry)
                .increment();
    }

    @Override
    public void bytesIn(int count) {
        bytesIn.increment(count);
    }

    @Override
    public void bytesOut(int count) {
        bytesOut.increment(count);
    }

    @Override
    public void stanzasIn(int count) {
        stanzasIn.increment(count);
    }

    @Override
    public void stanzasOut(int count) {
        stanzasOut.increment(count);
    }

    @Override
    public void oversized() {
        oversized.increment();
    }

    @Override
    public void ignored() {
        ignored.increment();
    }

    @Override
    public void dropped(int count) {
        dropped.increment(count);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tag("domain", domain)
                .register(registry);
    }

    private Counter flow(String name, String direction, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags("domain", domain, "direction", direction)
                .register(registry);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(PREFIX + name, value::getAsInt)
                .description(description)
                .tag("domain", domain)
                .strongReference(true)
                .register(registry);
    }
}
