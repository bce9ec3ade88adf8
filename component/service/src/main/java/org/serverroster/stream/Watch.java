package org.serverroster.stream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.stream.StreamSettings.Timing;

/**
 * A stream's alarm clock: it looks after deadlines where the reader and the writer sit in calls that have none. One
 * thread, {@code stream-DOMAIN-watch}; what it runs must not wait.
 *
 * <p>Any thread.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(ComponentStream.class);

    private final ScheduledThreadPoolExecutor clock;

    Watch(String domain) {
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "stream-" + domain + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Future<?> after(Duration delay, Runnable task) {
        try {
            return clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: whoever closed it has ended the connection that the task was to end.
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }

    Future<?> each(Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error(
                        "a fault of this program in {}", Thread.currentThread().getName(), e);
            }
        };
        return clock.scheduleWithFixedDelay(guarded, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Often enough for the shortest of the times that are looked after: a quarter of it, between 5 ms and 1 s. */
    static Duration period(Timing timing) {
        long shortest = Stream.of(timing.idle(), timing.pingAnswer(), timing.writeStall())
                .mapToLong(Duration::toMillis)
                .min()
                .orElseThrow();
        return Duration.ofMillis(Math.max(5, Math.min(1000, shortest / 4)));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
