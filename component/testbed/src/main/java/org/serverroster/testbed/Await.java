package org.serverroster.testbed;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. Stateless; any thread. */
public final class Await {

    private static final long PAUSE_MILLIS = 10;

    private Await() {}

    /** A condition that may look at files, sockets or a database. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds; an exception ends the waiting. */
        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param limit how long to wait at most
     * @param condition asked every 10 ms
     * @param failure what to say when it does not hold in time; asked once, then
     * @throws AssertionError when the limit passed, the condition threw, or the thread was interrupted
     */
    public static void until(Duration limit, Condition condition, Supplier<String> failure) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new AssertionError("Not within " + limit.toMillis() + " ms: " + failure.get());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + failure.get(), interrupted);
        } catch (Exception fault) {
            throw new AssertionError("The condition itself failed: " + failure.get(), fault);
        }
    }
}
