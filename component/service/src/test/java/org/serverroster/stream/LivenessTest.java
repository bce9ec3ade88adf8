package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Liveness.Verdict.ALIVE;
import static org.serverroster.stream.Liveness.Verdict.DEAD;
import static org.serverroster.stream.Liveness.Verdict.PING;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times in nanoseconds; the clock may have any value, negative ones too. */
class LivenessTest {

    private final Liveness liveness = new Liveness(Duration.ofNanos(60), Duration.ofNanos(40));

    @Test
    void silenceIsAskedAfterAndThenFatal() {
        long start = Long.MAX_VALUE - 70;
        assertThat(liveness.judge(start + 59, start)).isEqualTo(ALIVE);
        assertThat(liveness.judge(start + 60, start)).isEqualTo(PING);
        liveness.asked(start + 60);
        assertThat(liveness.judge(start + 61, start)).isEqualTo(ALIVE);
        assertThat(liveness.judge(start + 100, start)).isEqualTo(DEAD);
    }

    @Test
    void itAsksTwentyTimesBeforeItGivesUp() {
        int times = 0;
        for (long now = 0; now < 100; now++) {
            if (liveness.judge(now, 0) == PING) {
                liveness.asked(now);
                times++;
            }
        }
        assertThat(times).isEqualTo(Liveness.TIMES);
        assertThat(liveness.judge(100, 0)).isEqualTo(DEAD);
    }

    @Test
    void anythingHeardIsLife() {
        assertThat(liveness.judge(60, 0)).isEqualTo(PING);
        liveness.asked(60);
        assertThat(liveness.judge(95, 61)).isEqualTo(ALIVE);
        assertThat(liveness.judge(120, 61)).isEqualTo(ALIVE);
        assertThat(liveness.judge(121, 61)).isEqualTo(PING);
    }
}
