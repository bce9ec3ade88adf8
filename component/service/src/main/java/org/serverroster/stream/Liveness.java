package org.serverroster.stream;

import java.time.Duration;

/**
 * Judges from the silence on a stream whether the server is still there. Anything that is heard counts as life, to the
 * byte. It asks many times before it gives the server up: where several instances are attached, the server may bring the
 * answer to another one each time. Knows no clock: it is told the time, in nanoseconds of {@link System#nanoTime}.
 *
 * <p>Owned by the stream's watch thread.
 */
final class Liveness {

    enum Verdict {
        ALIVE,
        /** Silent for the idle time, or still after we asked: ask. */
        PING,
        /** Silent for long after we asked. */
        DEAD
    }

    /** How often it asks. Of two instances one hears nothing of all of them once in a million times. */
    static final int TIMES = 20;

    private final long idle;
    private final long answer;
    private boolean asked;
    private long askedFirst;
    private long askedLast;

    Liveness(Duration idle, Duration answer) {
        this.idle = idle.toNanos();
        this.answer = answer.toNanos();
    }

    /** @param heard when the last byte came */
    Verdict judge(long now, long heard) {
        if (asked && heard - askedFirst > 0) {
            asked = false;
        }
        if (asked) {
            if (now - askedFirst >= answer) {
                return Verdict.DEAD;
            }
            return now - askedLast >= answer / TIMES ? Verdict.PING : Verdict.ALIVE;
        }
        return now - heard >= idle ? Verdict.PING : Verdict.ALIVE;
    }

    /** The question went out. */
    void asked(long now) {
        askedFirst = asked ? askedFirst : now;
        askedLast = now;
        asked = true;
    }
}
