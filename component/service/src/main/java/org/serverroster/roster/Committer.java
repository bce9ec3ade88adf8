package org.serverroster.roster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.serverroster.xmpp.LocalDomain;

/**
 * Waits for the database to commit one round, on a thread of its own, {@code roster-DOMAIN-commit}, while the roster thread
 * decides the next. What becomes of a round the roster thread alone judges. Begun and asked by the roster thread.
 */
final class Committer {

    /** A commit that is under way, or over. */
    static final class Attempt {

        /** Of a round that has nothing to write. */
        static final Attempt OVER = new Attempt(() -> true, () -> {});

        static {
            OVER.task.run();
        }

        private final FutureTask<Boolean> task;
        private volatile Duration took = Duration.ZERO;

        private Attempt(Callable<Boolean> commit, Runnable over) {
            long begun = System.nanoTime();
            task =
                    new FutureTask<>(() -> {
                        try {
                            return commit.call();
                        } finally {
                            took = Duration.ofNanos(System.nanoTime() - begun);
                        }
                    }) {
                        @Override
                        protected void done() {
                            over.run();
                        }
                    };
        }

        /** Any thread. */
        boolean isOver() {
            return task.isDone();
        }

        /** How long it took. */
        Duration took() {
            return took;
        }

        /** Waits for it, whoever interrupts: its thread is interrupted as well. */
        private boolean get() throws ExecutionException {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** What the commit returned or threw. */
        boolean outcome() {
            try {
                return get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private final ThreadPoolExecutor executor;
    private volatile Thread thread;

    Committer(LocalDomain domain) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, "roster-" + domain + "-commit");
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    /**
     * Begins a commit.
     *
     * @param commit waits for the database
     * @param over runs once it is over, whatever it came to
     */
    Attempt begin(Callable<Boolean> commit, Runnable over) {
        Attempt attempt = new Attempt(commit, over);
        executor.execute(attempt.task);
        return attempt;
    }

    /** It may wait for a connection for longer than there is time. Any thread. */
    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Begins no more. */
    void close() {
        executor.shutdown();
    }
}
