package org.serverroster.rosterquery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.serverroster.xmpp.Jid;

/** A reader that gets pushes: where it stands, and what it has not answered. Guarded by {@link RosterPushes}. */
final class Follower {

    /** Of one that gets every change to come. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private final Jid reader;
    private final Place begin;
    private final long until;
    private Place place;
    private boolean known;

    /** The ids of its unanswered pushes in order, each with where it stood before. */
    private final Map<String, Place> unanswered = new LinkedHashMap<>();

    /**
     * @param begin where it stood when it asked
     * @param place where it stands once it has its answer
     * @param until the version with which it has all that it asked for
     */
    Follower(Jid reader, Place begin, Place place, long until) {
        this.reader = reader;
        this.begin = begin;
        this.place = place;
        this.until = until;
    }

    Jid reader() {
        return reader;
    }

    Place place() {
        return place;
    }

    int unanswered() {
        return unanswered.size();
    }

    /** Whether it has the roster of {@code version} and follows on. */
    boolean isAt(long version) {
        return until == FOR_EVER && place instanceof Place.Changes changes && changes.version() == version;
    }

    /** Whether there is something to read for it in a roster whose newest version is {@code newest}. */
    boolean lags(long newest) {
        return !(place instanceof Place.Changes changes && changes.version() >= Math.min(newest, until));
    }

    /** Whether it has all that it asked for, and has said so. */
    boolean isDone() {
        return until != FOR_EVER && !lags(until) && unanswered.isEmpty();
    }

    void moveTo(Place next) {
        place = next;
    }

    void pushed(String id, Place next) {
        unanswered.put(id, place);
        place = next;
    }

    /** Whether the push with that id was unanswered until now. */
    boolean answered(String id) {
        known |= unanswered.containsKey(id);
        return unanswered.remove(id) != null;
    }

    /**
     * Nobody knows what became of the unanswered pushes: it goes back to before the oldest. Whether what it asked for was
     * answered is known once it has answered a push; until then it goes back to where it began. Returns the pushes' ids.
     */
    Set<String> goBack() {
        Set<String> ids = Set.copyOf(unanswered.keySet());
        if (!known) {
            place = begin;
        } else if (!ids.isEmpty()) {
            place = unanswered.values().iterator().next();
        }
        unanswered.clear();
        return ids;
    }
}
