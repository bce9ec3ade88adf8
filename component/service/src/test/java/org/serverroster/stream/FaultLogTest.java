package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.StreamEnd.Kind;

class FaultLogTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final StreamEnd DOWN = StreamEnd.unreached(Kind.CONNECTION_REFUSED, "down");
    private static final StreamEnd GONE = StreamEnd.unreached(Kind.HOST_NOT_FOUND, "gone");

    private static final StreamEnd CONFLICT = StreamEnd.streamError(
            Heard.settings(5347, StreamSettings.Limits.DEFAULT, StreamSettings.Timing.DEFAULT),
            StreamCondition.CONFLICT,
            "");

    private final FaultLog log = new FaultLog("buddies.montague.lit");

    @Test
    void aFaultIsToldOnceAndAgainEachHourAndWhenItChanges() {
        assertThat(log.ended(DOWN, false, 0)).isTrue();
        assertThat(log.ended(DOWN, false, 1)).isFalse();
        assertThat(log.ended(DOWN, false, HOUR - 1)).isFalse();
        assertThat(log.ended(DOWN, false, HOUR)).isTrue();
        assertThat(log.ended(DOWN, false, HOUR + 1)).isFalse();
        assertThat(log.ended(GONE, false, HOUR + 2)).isTrue();
        assertThat(log.ended(DOWN, false, HOUR + 3)).isTrue();
    }

    @Test
    void whoStandsBySaysSoOnce() {
        assertThat(log.ended(CONFLICT, false, 0)).isTrue();
        for (long time = 1; time < 100; time++) {
            assertThat(log.ended(CONFLICT, false, time * HOUR / 2)).isFalse();
        }
        assertThat(log.attached("montague.lit:5347")).isTrue();
        assertThat(log.ended(CONFLICT, true, 100 * HOUR)).isTrue();
    }

    @Test
    void wellAgainIsToldOnce() {
        assertThat(log.attached("montague.lit:5347")).isTrue();
        assertThat(log.ended(DOWN, true, 0)).isTrue();
        assertThat(log.attached("montague.lit:5347")).isTrue();
        assertThat(log.ended(DOWN, true, 1)).isTrue();
    }

    @Test
    void aServerThatTakesUsAndDropsUsAllTheTimeFillsNoLog() {
        log.attached("montague.lit:5347");
        log.ended(DOWN, false, 0);
        log.attached("montague.lit:5347");
        for (int time = 1; time < 100; time++) {
            assertThat(log.ended(DOWN, false, time)).isFalse();
            assertThat(log.attached("montague.lit:5347")).isFalse();
        }
    }
}
