package org.serverroster.stream;

import java.time.Duration;

/**
 * Judges from the silence on a stream whether the server is still there. Anything that is heard counts as life, to the
 * byte. Knows no clock: it is told the time, in nanoseconds of {@link System#nanoTime}.
 *
 * <p>Owned by the stream's watch thread.
 */
final class Liveness {

    enum Verdict {
        ALIVE,
        /** Silent for the idle time: ask. */
        PING,
        /** Silent for long after we asked. */
        DEAD
    }

    private final long idle;
    private final long answer;
    private boolean asked;
    private long askedAt;

    Liveness(Duration idle, Duration answer) {
        this.idle = idle.toNanos();
        this.answer = answer.toNanos();
    }

    /** @param heard when the last byte came */
    Verdict judge(long now, long heard) {
        if (asked && heard - askedAt > 0) {
            asked = false;
        }
        if (asked) {
            return now - askedAt >= answer ? Verdict.DEAD : Verdict.ALIVE;
        }
        return now - heard >= idle ? Verdict.PING : Verdict.ALIVE;
    }

    /** The question went out. */
    void asked(long now) {
        asked = true;
        askedAt = now;
    }
}
