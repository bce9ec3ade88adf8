package org.serverroster.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.serverroster.stream.StreamSettings.Timing;

/**
 * How long to pause before the next attempt: at random between the shortest pause and a bound that doubles with each
 * attempt, so that many components do not come back to a restarted server in step. Never less than the shortest pause,
 * whatever happens: that bounds the attempts a minute.
 *
 * <p>Owned by the stream's reader thread.
 */
final class Backoff {

    /** Who stands by is to take over soon after the other is gone. */
    private static final long STANDBY = 5_000_000_000L;

    private final long min;
    private final long max;
    private final long settled;
    private final RandomGenerator random;
    private long bound;

    Backoff(Timing timing, RandomGenerator random) {
        this.min = timing.backoffMin().toNanos();
        this.max = timing.backoffMax().toNanos();
        this.settled = timing.settled().toNanos();
        this.random = random;
        this.bound = min;
    }

    /**
     * The pause after a stream that was attached for so long, zero where it never was. Only one that stayed a while
     * starts the pauses over: a server that takes us and drops us at once must not be asked without end.
     */
    Duration after(Duration attached, StreamEnd why) {
        if (why.isConflict()) {
            // Whoever pushed us out of an attached stream would be pushed out in turn, and so on: then not soon.
            bound = min;
            return attached.isZero() ? between(min, Math.min(max, Math.max(min, STANDBY))) : between(max / 2, max);
        }
        if (attached.toNanos() >= settled) {
            bound = min;
        }
        bound = bound > max / 2 ? max : bound * 2;
        return between(min, bound);
    }

    private Duration between(long least, long most) {
        long from = Math.max(min, least);
        return Duration.ofNanos(from + random.nextLong(most - from + 1));
    }
}
