package org.serverroster.roster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * Reads the event log for those who must not wait for the database: one thread of its own, a bounded queue before it,
 * and a deadline from the question to the answer. Any thread.
 */
public final class EventReader implements AutoCloseable {

    /** Below the half minute after which clients give up. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int QUEUE_CAPACITY = 64;

    private final RosterStore store;
    private final Duration deadline;
    private final ThreadPoolExecutor executor;
    private final int capacity;
    private final AtomicLong turnedAway = new AtomicLong();

    public EventReader(RosterStore store) {
        this(store, DEADLINE, QUEUE_CAPACITY);
    }

    /** @param capacity how many questions wait at most, besides the one that is read */
    EventReader(RosterStore store, Duration deadline, int capacity) {
        this.store = store;
        this.deadline = deadline;
        this.capacity = capacity;
        this.executor = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), EventReader::daemon);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "events");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * What happened, newest first.
     *
     * @param peer about whom; empty: about anybody
     * @param max how many at most
     * @return ends within 10 s: in a {@link RejectedExecutionException} where too many wait already, in a
     *     {@link RosterStoreException} or a {@link java.util.concurrent.TimeoutException} where the database does not answer
     */
    public CompletableFuture<List<RosterEvent>> history(LocalDomain domain, Optional<PeerDomain> peer, int max) {
        return read(() -> store.history(domain, peer, max));
    }

    /** When the peer was first heard of; ends as {@link #history} does. */
    public CompletableFuture<Optional<Instant>> firstEvent(LocalDomain domain, PeerDomain peer) {
        return read(() -> store.firstEvent(domain, peer));
    }

    /** What administrators ended since then, the newest first; ends as {@link #history} does. */
    public CompletableFuture<List<Ending>> endedSince(LocalDomain domain, Instant since, int max) {
        return read(() -> store.endedSince(domain, since, max));
    }

    private <T> CompletableFuture<T> read(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<T>().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            executor.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            turnedAway.incrementAndGet();
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** The questions that wait. */
    public Bounded bound() {
        return new Bounded("history-questions", capacity, executor.getQueue()::size, turnedAway::get);
    }

    private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // Nobody waits any more.
            return;
        }
        try {
            answer.complete(question.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Takes no more questions; those that wait are not answered. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
