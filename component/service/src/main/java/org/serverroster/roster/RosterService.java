package org.serverroster.roster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * The roster of one local domain, and its only writer: one thread takes changes in order of arrival from a bounded
 * queue, and decides each on everything decided before; a second has many committed in one transaction meanwhile; a third
 * then publishes the new snapshot and lets stanzas out, in order. Nothing is ever sent for a change that did not commit.
 *
 * <p>While the database is away nothing is lost and nothing is sent: what was taken waits, and behind it the queue,
 * which refuses what it cannot hold. Methods may be called by any thread.
 */
public final class RosterService {

    private static final Logger LOG = LogManager.getLogger(RosterService.class);

    /** How many changes wait at most. */
    static final int QUEUE_CAPACITY = 10_000;

    /** How much memory they keep at most: ten thousand requests are small, unless somebody makes them large. */
    static final long QUEUE_BYTES = 32L << 20;

    /** What it may take to tell those whose changes are left. */
    private static final Duration REFUSING = Duration.ofSeconds(1);

    /** How many changes one transaction holds at most. */
    static final int MAX_BATCH = 1_000;

    /** How much memory its changes keep at most; the driver of the database keeps about as much again. */
    static final long MAX_BATCH_BYTES = 4L << 20;

    /**
     * How it goes with the database.
     *
     * @param databaseReachable whether it did what was last asked of it
     * @param fault if not, why, in words
     */
    public record Status(boolean databaseReachable, String fault) {}

    private final LocalDomain domain;
    private final RosterMetrics metrics;
    private final ChangeQueue queue = new ChangeQueue(QUEUE_CAPACITY, QUEUE_BYTES);
    private final AtomicLong turnedAway = new AtomicLong();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Delivery delivery;
    private final Outgoing outgoing;
    private final Committer committer;
    private final CurrentRoster current;
    private final RosterWriter writer;
    private final Thread thread;

    /**
     * @param peers where what peers are sent goes
     * @param render what else is to be said of a change: to the administrators and to who follows the roster
     * @param outlet where stanzas go; called by the outgoing thread, and by callers of {@link #submit} for refusals. It
     *     must not wait for long
     */
    public RosterService(
            LocalDomain domain,
            RosterStore store,
            PeerOutlet peers,
            Render render,
            Consumer<List<Packet>> outlet,
            RosterMetrics metrics) {
        this.domain = domain;
        this.metrics = metrics;
        delivery = new Delivery(domain, peers, render, outlet, metrics);
        outgoing = new Outgoing(domain);
        committer = new Committer(domain);
        current = new CurrentRoster(domain, store, delivery, outgoing, metrics);
        writer = new RosterWriter(domain, store, current, queue, delivery, outgoing, committer, metrics, stop);
        thread = new Thread(this::run, "roster-" + domain);
        thread.setDaemon(true);
        metrics.bounded(new Bounded("changes", QUEUE_CAPACITY, queue::size, turnedAway::get));
    }

    /**
     * Begins to work, and waits until the roster is loaded, which while the database is away takes as long as that.
     *
     * @return whether the roster is loaded; false: it was closed before
     * @throws InterruptedException if the caller is interrupted; the loading goes on
     */
    public boolean start() throws InterruptedException {
        thread.start();
        loaded.await();
        return current.published() != null;
    }

    /** Whose roster it is. */
    public LocalDomain domain() {
        return domain;
    }

    /**
     * The newest committed roster.
     *
     * @throws NotLoadedException if none was ever loaded
     */
    public Roster snapshot() {
        Roster roster = current.published();
        if (roster == null) {
            throw new NotLoadedException(domain);
        }
        return roster;
    }

    /** Whether there is a snapshot. It stays, whatever becomes of the database. */
    public boolean isLoaded() {
        return current.published() != null;
    }

    public Status status() {
        String fault = writer.fault();
        return new Status(fault.isEmpty(), fault);
    }

    /** How many changes wait. */
    public int queued() {
        return queue.size();
    }

    /**
     * Hands a change over. Does not wait: where the queue is full, or the service stops, who asked is told at once.
     *
     * @return whether it was taken
     */
    public boolean submit(RosterChange change) {
        Refusal refusal = switch (queue.offer(change)) {
            case TAKEN -> null;
            case FULL -> Refusal.BUSY;
            case CLOSED -> Refusal.STOPPING;
        };
        if (refusal != null) {
            turnedAway.incrementAndGet();
            delivery.refuse(change, refusal);
        }
        metrics.queued(queue.size());
        return refusal == null;
    }

    /**
     * Takes no more changes and finishes those that wait. What is not finished within {@code limit} is refused, for which
     * there is another second: whoever asked is told while the stream is still open.
     *
     * @return whether everything was finished
     */
    public boolean close(Duration limit) {
        queue.close();
        if (thread.getState() == Thread.State.NEW) {
            stop.countDown();
            loaded.countDown();
            refuseRest();
            outgoing.await(REFUSING);
            return true;
        }
        long end = System.nanoTime() + limit.toNanos();
        boolean finished = join(limit) && outgoing.await(Duration.ofNanos(end - System.nanoTime()));
        stop.countDown();
        if (!finished) {
            LOG.warn("{}: changes are left that could not be made in time; who asked is told to try again", domain);
            // It may wait for a connection for longer than that.
            thread.interrupt();
            committer.interrupt();
            join(REFUSING);
            outgoing.await(REFUSING);
        }
        return finished;
    }

    /**
     * The database holds this version: if that is news, it is read by the roster thread, and what others changed is made
     * known to who follows the roster. Nothing is sent to peers or administrators: the instance that committed does that.
     */
    public void isAt(long version) {
        if (current.isAt(version)) {
            queue.wake();
        }
    }

    /** The database did not tell of a version that it holds. */
    void notificationLost() {
        metrics.notificationLost();
    }

    private boolean join(Duration limit) {
        try {
            thread.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        boolean begun = writer.load();
        loaded.countDown();
        if (begun) {
            work();
        }
        refuseRest();
    }

    private void work() {
        List<RosterChange> changes = queue.take(MAX_BATCH, MAX_BATCH_BYTES);
        while (!(changes.isEmpty() && queue.isFinished()) && stop.getCount() > 0) {
            metrics.queued(queue.size());
            carryOut(changes);
            changes = queue.take(MAX_BATCH, MAX_BATCH_BYTES);
        }
        writer.refuse(changes, Refusal.STOPPING);
    }

    /** Whatever goes wrong, the thread lives: without it the domain would be dumb until the next start. */
    private void carryOut(List<RosterChange> changes) {
        try {
            writer.catchUp();
            if (!changes.isEmpty()) {
                writer.carryOut(changes);
            }
        } catch (RuntimeException | Error e) {
            LOG.fatal("{}: changes may not have been made; please report this", domain, e);
        }
    }

    private void refuseRest() {
        for (List<RosterChange> rest = queue.take(MAX_BATCH, MAX_BATCH_BYTES);
                !rest.isEmpty();
                rest = queue.take(MAX_BATCH, MAX_BATCH_BYTES)) {
            writer.refuse(rest, Refusal.STOPPING);
        }
        committer.close();
        outgoing.close();
    }
}
