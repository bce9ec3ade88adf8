package org.serverroster.roster;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of one item by one stanza or one administrator's word: decided, but not yet in force. Immutable.
 *
 * @param before the item as it was
 * @param after the item as it will be; equal to {@code before} where nothing changes
 * @param stanza the request stanza to keep whole, where a request begins
 * @param events what the log will hold
 * @param toPeer what the peer is sent after the commit, in order
 * @param notices what the administrators are told after the commit
 * @param verdict how it went, for who asked
 */
public record Decision(
        RosterItem before,
        RosterItem after,
        Optional<String> stanza,
        List<RosterEvent> events,
        List<PeerStanza> toPeer,
        List<Notice> notices,
        Verdict verdict) {

    /** How it went. */
    public enum Verdict {
        /** It was done. */
        DONE,
        /** It was so already: nothing changed. */
        UNCHANGED,
        /** There is no request to approve or deny. */
        NOT_PENDING,
        /** The peer is blocked, which goes before what was asked. */
        BLOCKED,
        /** As many requests wait as the configuration allows. */
        FULL
    }

    public Decision {
        stanza = stanza.map(StoredText::of);
        events = List.copyOf(events);
        toPeer = List.copyOf(toPeer);
        notices = List.copyOf(notices);
    }

    /** Nothing changes and nobody is told. */
    public static Decision nothing(RosterItem item, Verdict verdict) {
        return new Decision(item, item, Optional.empty(), List.of(), List.of(), List.of(), verdict);
    }

    /** Whether the item is another afterwards: the roster's version then grows by one. */
    public boolean changesItem() {
        return !before.equals(after);
    }

    /** Whether a stanza of it is owed to the peer: it is kept until the server is known to have taken it. */
    public boolean owes() {
        for (PeerStanza stanza : toPeer) {
            if (stanza.kind().isOwedIn(after.state())) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything has to be written. */
    public boolean writes() {
        return !events.isEmpty() || changesItem() || owes();
    }
}
