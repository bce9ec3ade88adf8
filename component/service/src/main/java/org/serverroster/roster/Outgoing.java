package org.serverroster.roster;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;

/**
 * What follows a commit, in order, on a thread of its own: {@code roster-DOMAIN-out} publishes the snapshot and lets the
 * stanzas out while the roster thread decides and the database commits what comes next. The roster thread, which alone
 * adds, waits when it is {@link #AHEAD} transactions ahead.
 */
final class Outgoing {

    private static final Logger LOG = LogManager.getLogger(Outgoing.class);

    private static final int AHEAD = 2;

    private final LocalDomain domain;
    private final ThreadPoolExecutor thread;

    Outgoing(LocalDomain domain) {
        this.domain = domain;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(AHEAD),
                task -> {
                    Thread made = new Thread(task, "roster-" + domain + "-out");
                    made.setDaemon(true);
                    return made;
                },
                Outgoing::waitForRoom);
    }

    /** Has this done after everything before it. */
    void add(Runnable next) {
        thread.execute(() -> guarded(next));
    }

    /** Takes no more; what was added is still done. */
    void close() {
        thread.shutdown();
    }

    /** Waits for everything to be done after {@link #close}; returns whether it is. Any thread. */
    boolean await(Duration limit) {
        try {
            return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whatever goes wrong, what comes next is let out. */
    private void guarded(Runnable next) {
        try {
            next.run();
        } catch (RuntimeException | Error e) {
            LOG.fatal("{}: what follows committed changes may not have left; please report this", domain, e);
        }
    }

    private static void waitForRoom(Runnable task, ThreadPoolExecutor thread) {
        boolean interrupted = false;
        while (!thread.isShutdown()) {
            try {
                thread.getQueue().put(task);
                break;
            } catch (InterruptedException e) {
                // It is committed: it has to leave all the same.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
