package org.serverroster.roster;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;

/**
 * The newest roster of one local domain: as it is committed, here or by another instance, and as it is published. Changed
 * by the roster thread, published by the outgoing thread, read by any.
 */
final class CurrentRoster {

    private static final Logger LOG = LogManager.getLogger(CurrentRoster.class);

    private final LocalDomain domain;
    private final RosterStore store;
    private final Delivery delivery;
    private final Outgoing outgoing;
    private final RosterMetrics metrics;

    /** The newest version that the database was heard to hold. */
    private final AtomicLong newest = new AtomicLong();

    private volatile Roster committed;
    private volatile Roster published;

    /** @param outgoing publishes what is committed, in its turn */
    CurrentRoster(LocalDomain domain, RosterStore store, Delivery delivery, Outgoing outgoing, RosterMetrics metrics) {
        this.domain = domain;
        this.store = store;
        this.delivery = delivery;
        this.outgoing = outgoing;
        this.metrics = metrics;
    }

    /** The newest committed one, on which the next round to be committed is decided; what led to it may be about to leave. */
    Roster committed() {
        return committed;
    }

    /**
     * The newest of which every stanza has left, or is about to: who reads it must not be ahead of what is said. Null before
     * the first was loaded.
     */
    Roster published() {
        return published;
    }

    /** Reads and publishes it; waits for the database. */
    void load() {
        committed = store.load(domain);
        publish(committed);
    }

    /** This was committed; it is published later. */
    void commit(Roster next) {
        committed = next;
    }

    /** On the outgoing thread, but for the first. */
    void publish(Roster next) {
        published = next;
        metrics.holds(next.size(), next.pendingIn());
    }

    /** The database holds that version; returns whether that is news. Any thread. */
    boolean isAt(long version) {
        Roster known = committed;
        return known != null && newest.accumulateAndGet(version, Math::max) > known.version();
    }

    /** Whether there is word of what others committed. */
    boolean isBehind() {
        return newest.get() > committed.version();
    }

    /** Reads what others committed, and has it published; waits for the database. */
    void refresh() {
        long told = newest.get();
        RosterStore.Newer newer = store.newer(committed);
        // A database that was set back is at less than it once told.
        newest.compareAndSet(told, newer.roster().version());
        if (newer.roster().version() == committed.version()) {
            return;
        }
        committed = newer.roster();
        metrics.caughtUp(newer.changed().size());
        LOG.debug(
                "{}: another instance changed {} items", domain, newer.changed().size());
        outgoing.add(() -> {
            publish(newer.roster());
            delivery.caughtUp(newer);
        });
    }
}
