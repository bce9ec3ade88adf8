package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.StreamSettings.Timing;

class BackoffTest {

    private static final StreamSettings SETTINGS = Heard.settings(5347, StreamSettings.Limits.DEFAULT, Timing.DEFAULT);
    private static final StreamEnd LOST = StreamEnd.serverClosed(SETTINGS);
    private static final StreamEnd CONFLICT = StreamEnd.streamError(SETTINGS, StreamCondition.CONFLICT, "");

    @Property
    void pausesLieBetweenTheShortestAndABoundThatDoubles(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        long bound = 1;
        for (int attempt = 0; attempt < 100; attempt++) {
            bound = Math.min(60, bound * 2);
            assertThat(backoff.after(Duration.ZERO, LOST)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(bound));
        }
    }

    @Property
    void anInstantDropDoesNotStartThemOver(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        Duration all = Duration.ZERO;
        for (int attempt = 0; attempt < 100; attempt++) {
            all = all.plus(backoff.after(Duration.ofSeconds(29), LOST));
        }
        // A hundred pauses of at most 2 s would be 200 s.
        assertThat(all).isGreaterThan(Duration.ofSeconds(1000));
    }

    @Property
    void aStreamThatStayedStartsThemOver(@ForAll long seed) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        for (int attempt = 0; attempt < 20; attempt++) {
            backoff.after(Duration.ZERO, LOST);
        }
        assertThat(backoff.after(Duration.ofSeconds(30), LOST)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Property
    @Label("who stands by tries every 1 to 5 s, and who was pushed out of its place does not push back soon")
    void conflicts(@ForAll long seed, @ForAll @IntRange(max = 20) int before) {
        Backoff backoff = new Backoff(Timing.DEFAULT, new SplittableRandom(seed));
        for (int attempt = 0; attempt < before; attempt++) {
            backoff.after(Duration.ZERO, LOST);
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(backoff.after(Duration.ZERO, CONFLICT)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
        assertThat(backoff.after(Duration.ofHours(1), CONFLICT))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Property
    @Label("\"never spins (bounded attempts a minute)\": one a second at most, whatever comes")
    void boundedAttempts(@ForAll long seed, @ForAll @Size(max = 50) List<Boolean> conflicts) {
        SplittableRandom random = new SplittableRandom(seed);
        Backoff backoff = new Backoff(Timing.DEFAULT, random);
        for (boolean conflict : conflicts) {
            Duration attached = Duration.ofSeconds(Math.max(0, random.nextInt(200) - 100));
            assertThat(backoff.after(attached, conflict ? CONFLICT : LOST))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
    }

    @Test
    void theyDifferFromComponentToComponent() {
        Backoff one = new Backoff(Timing.DEFAULT, new SplittableRandom(1));
        Backoff other = new Backoff(Timing.DEFAULT, new SplittableRandom(2));
        assertThat(one.after(Duration.ZERO, LOST)).isNotEqualTo(other.after(Duration.ZERO, LOST));
    }
}
