package org.serverroster.roster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long to wait before the next try: from 100 ms, twice as long each time, to 5 s. Belongs to one thread. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    /**
     * Waits, a little less than due so that several that failed together do not come back together.
     *
     * @param stop ends the wait when it reaches zero
     * @return whether to try again; false: {@code stop} was reached, or the thread interrupted
     */
    public boolean pause(CountDownLatch stop) {
        long millis = due().toMillis();
        try {
            return !stop.await(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is due now; the next time it is more. */
    Duration due() {
        Duration due = next;
        next = due.multipliedBy(2).compareTo(LONGEST) < 0 ? due.multipliedBy(2) : LONGEST;
        return due;
    }

    /** A try succeeded: the next wait is a short one again. */
    public void reset() {
        next = FIRST;
    }
}
