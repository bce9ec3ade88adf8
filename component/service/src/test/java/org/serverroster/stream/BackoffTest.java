package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.StreamSettings.Timing;

class BackoffTest {

    @Property
    void pausesLieBetweenTheShortestAndABoundThatDoubles(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        long bound = 1;
        for (int attempt = 0; attempt < 100; attempt++) {
            bound = Math.min(60, bound * 2);
            assertThat(backoff.after(Duration.ZERO)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(bound));
        }
    }

    @Property
    void anInstantDropDoesNotStartThemOver(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        Duration all = Duration.ZERO;
        for (int attempt = 0; attempt < 100; attempt++) {
            all = all.plus(backoff.after(Duration.ofSeconds(29)));
        }
        // A hundred pauses of at most 2 s would be 200 s.
        assertThat(all).isGreaterThan(Duration.ofSeconds(1000));
    }

    @Property
    void aStreamThatStayedStartsThemOver(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        for (int attempt = 0; attempt < 20; attempt++) {
            backoff.after(Duration.ZERO);
        }
        assertThat(backoff.after(Duration.ofSeconds(30))).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void theyDifferFromComponentToComponent() {
        Backoff one = new Backoff(Timing.DEFAULT, new SplittableRandom(1));
        Backoff other = new Backoff(Timing.DEFAULT, new SplittableRandom(2));
        assertThat(one.after(Duration.ZERO)).isNotEqualTo(other.after(Duration.ZERO));
    }
}
