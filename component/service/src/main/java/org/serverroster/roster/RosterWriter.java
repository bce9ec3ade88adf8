package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.Committer.Attempt;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.roster.Round.Decided;
import org.serverroster.xmpp.LocalDomain;

/**
 * Decides changes, has them committed, and only then has published what they come to and lets their stanzas out. While the
 * {@link Committer}'s thread waits for the database, the next round is decided on the roster that the one under way will
 * come to; if it comes to another, what was decided meanwhile is thrown away, and decided again on what is true. While both
 * go on, {@link Outgoing} says what was committed before. Belongs to the roster thread; any may ask for the fault.
 */
final class RosterWriter {

    private static final Logger LOG = LogManager.getLogger(RosterWriter.class);

    /** What a try to commit came to. */
    private enum Outcome {
        COMMITTED,
        DECIDE_AGAIN,
        REFUSED
    }

    /** The try was given up because the service stops. */
    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final LocalDomain domain;
    private final RosterStore store;
    private final CurrentRoster current;
    private final ChangeQueue queue;
    private final Delivery delivery;
    private final RosterMetrics metrics;
    private final CountDownLatch stop;
    private final Outgoing outgoing;
    private final Committer committer;
    private final Backoff backoff = new Backoff();
    private final DatabaseState database;

    /**
     * @param current what is decided upon
     * @param queue where the changes come from
     * @param outgoing does what follows a commit
     * @param committer waits for the commits
     * @param stop ends every wait for the database when it reaches zero
     */
    RosterWriter(
            LocalDomain domain,
            RosterStore store,
            CurrentRoster current,
            ChangeQueue queue,
            Delivery delivery,
            Outgoing outgoing,
            Committer committer,
            RosterMetrics metrics,
            CountDownLatch stop) {
        this.domain = domain;
        this.store = store;
        this.current = current;
        this.queue = queue;
        this.delivery = delivery;
        this.metrics = metrics;
        this.stop = stop;
        this.database = new DatabaseState(domain);
        this.outgoing = outgoing;
        this.committer = committer;
    }

    /** Why the database did not do what was last asked of it; empty: it did. */
    String fault() {
        return database.fault();
    }

    /** Loads the roster, however long that takes; false: stopped before. */
    boolean load() {
        try {
            untilDone(() -> {
                current.load();
                reached();
            });
            return true;
        } catch (StoppedException e) {
            return false;
        }
    }

    /**
     * Reads what others committed, if there is word of it. One try: who told of it does so again, and what is to be
     * decided meanwhile would find that it is late.
     */
    void catchUp() {
        if (current.isBehind()) {
            try {
                refresh();
            } catch (RuntimeException e) {
                database.missed(e);
            }
        }
    }

    private void refresh() {
        current.refresh();
        reached();
    }

    /**
     * Carries out changes in order, and after them what comes meanwhile, until nothing is left. Where the database refuses
     * a transaction, it is halved until the change that it refuses stands alone: that one is answered with a fault, and
     * the others are carried out.
     */
    void carryOut(List<RosterChange> changes) {
        Deque<List<RosterChange>> waiting = new ArrayDeque<>(List.of(changes));
        Deciding next = null;
        try {
            while (!waiting.isEmpty()) {
                if (next == null || next.before() != current.committed()) {
                    next = new Deciding(current.committed()).add(waiting.element());
                }
                Round round = next.round();
                Attempt attempt = begin(round);
                Roster after = next.after();
                Deciding ahead = new Deciding(after);
                if (waiting.size() == 1) {
                    decideMeanwhile(ahead, attempt);
                }
                if (!ahead.isEmpty()) {
                    waiting.add(ahead.changes());
                }
                next = null;
                switch (outcome(round, attempt)) {
                    case DECIDE_AGAIN -> metrics.retried();
                    case COMMITTED -> {
                        waiting.pop();
                        current.commit(after);
                        outgoing.add(() -> settle(round, after));
                        next = ahead.isEmpty() ? null : ahead;
                    }
                    case REFUSED -> split(waiting.pop(), waiting);
                }
                catchUp();
                if (isStopping()) {
                    throw new StoppedException();
                }
            }
        } catch (StoppedException e) {
            waiting.forEach(part -> refuse(part, Refusal.STOPPING));
        }
    }

    /** Decides on what a round that is under way will come to, by handfuls as changes come, and when it is over the rest. */
    private void decideMeanwhile(Deciding ahead, Attempt attempt) {
        queue.begun();
        boolean over;
        do {
            over = attempt.isOver();
            ahead.add(queue.takeAhead(attempt::isOver, RosterService.MAX_BATCH, RosterService.MAX_BATCH_BYTES));
            metrics.queued(queue.size());
        } while (!over);
    }

    /** Tells who asked for these that they were not made, once everything before them is said. */
    void refuse(List<RosterChange> changes, Refusal why) {
        outgoing.add(() -> changes.forEach(change -> delivery.refuse(change, why)));
    }

    private void split(List<RosterChange> part, Deque<List<RosterChange>> waiting) {
        if (part.size() == 1) {
            refuse(part, Refusal.FAULT);
            return;
        }
        int half = part.size() / 2;
        waiting.push(part.subList(half, part.size()));
        waiting.push(part.subList(0, half));
    }

    private Attempt begin(Round round) {
        if (round.writing().isEmpty()) {
            return Attempt.OVER;
        }
        long version = current.committed().version();
        return committer.begin(
                () -> {
                    // Who interrupts this thread first says that it stops.
                    if (isStopping()) {
                        throw new RosterStoreException.Unavailable("the service stops", null);
                    }
                    return store.commit(domain, version, round.writing(), round.outbox());
                },
                queue::wake);
    }

    private Outcome outcome(Round round, Attempt attempt) throws StoppedException {
        if (round.writing().isEmpty()) {
            return Outcome.COMMITTED;
        }
        try {
            if (attempt.outcome()) {
                reached();
                metrics.committed(round.writing().size(), attempt.took());
                return Outcome.COMMITTED;
            }
            // Another instance was faster: what it wrote is what we decide upon.
            untilDone(this::refresh);
            return Outcome.DECIDE_AGAIN;
        } catch (RosterStoreException.InDoubt e) {
            database.missed(e);
            return resolve(e);
        } catch (RosterStoreException.Unavailable e) {
            database.missed(e);
            pause();
            return Outcome.DECIDE_AGAIN;
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: the database refuses {} changes: {}",
                    domain,
                    round.writing().size(),
                    e.getMessage());
            LOG.debug("refused", e);
            return Outcome.REFUSED;
        }
    }

    /** Finds out whether a commit that got no answer holds: its stanzas go out once, or it is decided again. */
    private Outcome resolve(RosterStoreException.InDoubt doubt) throws StoppedException {
        while (true) {
            pause();
            try {
                boolean committed = store.committed(domain, doubt);
                reached();
                return committed ? Outcome.COMMITTED : Outcome.DECIDE_AGAIN;
            } catch (RosterStoreException e) {
                database.missed(e);
            }
        }
    }

    private void untilDone(Runnable reading) throws StoppedException {
        while (true) {
            try {
                reading.run();
                return;
            } catch (RuntimeException e) {
                database.missed(e);
                pause();
            }
        }
    }

    /** On the thread of what goes out. */
    private void settle(Round round, Roster after) {
        current.publish(after);
        delivery.toPeers(round.decisions(), round.outbox().owed());
        for (Decided decided : round.all()) {
            decided.decision()
                    .ifPresentOrElse(
                            decision -> delivery.deliver(decided.change(), decision, decided.version()),
                            () -> delivery.refuse(decided.change(), Refusal.FAULT));
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void pause() throws StoppedException {
        if (!backoff.pause(stop)) {
            throw new StoppedException();
        }
    }

    private void reached() {
        database.reached();
        backoff.reset();
    }
}
