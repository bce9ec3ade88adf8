package org.serverroster.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.serverroster.roster.Bounded;

/** Measures everything that is bounded, in the same way. Stateless. */
final class BoundedMeters {

    private static final String PREFIX = "server.roster.bounded.";

    private BoundedMeters() {}

    static void register(MeterRegistry registry, String domain, Bounded holder) {
        Tags tags = Tags.of("domain", domain, "what", holder.what());
        Gauge.builder(PREFIX + "held", () -> holder.held().getAsInt())
                .description("What waits or is remembered")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "most", holder::most)
                .description("What may wait or be remembered; 0: no limit")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder(
                        PREFIX + "turned.away",
                        holder,
                        each -> each.turnedAway().getAsLong())
                .description("What did not fit, and was refused, forgotten early or only counted")
                .tags(tags)
                .register(registry);
    }
}
