package org.serverroster.roster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.Round.Decided;
import org.serverroster.xmpp.PeerDomain;

/**
 * A round in the making: changes decided one upon the other, as they come. What they make of the items is kept beside the
 * roster that the first is decided on, and put in all at once: a roster for each change would be thrown away with the
 * next. Belongs to the roster thread.
 */
final class Deciding implements RosterChange.Others {

    private static final Logger LOG = LogManager.getLogger(Deciding.class);

    private final Roster before;
    private final Map<PeerDomain, RosterItem> changed = new LinkedHashMap<>();
    private final List<Decided> all = new ArrayList<>();
    private long version;
    private int pendingIn;

    /** @param before the roster that the first change is decided on */
    Deciding(Roster before) {
        this.before = before;
        this.version = before.version();
        this.pendingIn = before.pendingIn();
    }

    /** Decides these, at one time, on everything decided before. */
    Deciding add(List<RosterChange> changes) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (RosterChange change : changes) {
            RosterItem item = item(change.peer(), now);
            Optional<Decision> decision = decide(change, item, now);
            if (decision.isPresent() && decision.get().changesItem()) {
                put(item, decision.get().after());
            }
            all.add(new Decided(change, decision, version));
        }
        return this;
    }

    private RosterItem item(PeerDomain peer, Instant now) {
        RosterItem item = changed.get(peer);
        if (item == null) {
            item = before.find(peer).orElse(null);
        }
        return item == null || item.isEmpty() ? RosterItem.none(peer, now) : item;
    }

    private void put(RosterItem item, RosterItem next) {
        pendingIn += (next.state().pendingIn() ? 1 : 0) - (item.state().pendingIn() ? 1 : 0);
        changed.put(next.peer(), next);
        version++;
    }

    private Optional<Decision> decide(RosterChange change, RosterItem item, Instant now) {
        try {
            Decision decision = change.rule().decide(this, item, now);
            if (!decision.before().equals(item) || !decision.after().peer().equals(change.peer())) {
                throw new IllegalStateException("the rule decided about another item");
            }
            return Optional.of(decision);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: a change of {} is not made: its rule failed", before.domain(), change.peer(), e);
            return Optional.empty();
        }
    }

    /** The roster that the first change is decided on. */
    Roster before() {
        return before;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** What it was given, in order. */
    List<RosterChange> changes() {
        return all.stream().map(Decided::change).toList();
    }

    @Override
    public int pendingIn() {
        return pendingIn;
    }

    /** What was decided, to be committed. */
    Round round() {
        return Round.of(List.copyOf(all));
    }

    /** The roster that it comes to. */
    Roster after() {
        return version == before.version() ? before : before.with(version, changed.values());
    }
}
