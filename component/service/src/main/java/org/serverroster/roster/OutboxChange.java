package org.serverroster.roster;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/**
 * What decisions that are committed together do to the outbox: what was owed before them goes where it no longer holds or
 * is owed anew, so that at most one stanza of a kind is owed to a peer. Immutable.
 *
 * @param gone what is not owed from before
 * @param owed what is owed now, in order
 */
record OutboxChange(Set<Place> gone, List<OwedStanza> owed) {

    /** A peer can be owed one stanza of a kind. */
    record Place(PeerDomain peer, Kind kind) {}

    OutboxChange {
        gone = Set.copyOf(gone);
        owed = List.copyOf(owed);
    }

    /** Neighbours: what stands together in an index is written and confirmed at less cost, and made at less, too. */
    private static UUID next(UUID key) {
        return new UUID(key.getMostSignificantBits(), key.getLeastSignificantBits() + 1);
    }

    /**
     * Of the decisions in order. What was not owed in the state before needs no thought: whatever came to that state has
     * taken it out. Each stanza gets a key that no other has.
     */
    static OutboxChange of(List<Decision> decisions) {
        UUID key = UUID.randomUUID();
        Set<Place> gone = new LinkedHashSet<>();
        Map<Place, OwedStanza> owed = new LinkedHashMap<>();
        for (Decision decision : decisions) {
            PeerDomain peer = decision.after().peer();
            SubscriptionState before = decision.before().state();
            SubscriptionState state = decision.after().state();
            for (Kind kind : Kind.OWED) {
                if (kind.isOwedIn(before) && !kind.isOwedIn(state)) {
                    gone.add(new Place(peer, kind));
                    owed.remove(new Place(peer, kind));
                }
            }
            boolean presence = hasPresence(decision);
            for (PeerStanza stanza : decision.toPeer()) {
                if (stanza.kind().isOwedIn(state)) {
                    Place place = new Place(peer, stanza.kind());
                    if (stanza.kind().isOwedIn(before)) {
                        gone.add(place);
                    }
                    owed.remove(place);
                    owed.put(place, new OwedStanza(key, peer, stanza, presence));
                    key = next(key);
                }
            }
        }
        return new OutboxChange(gone, List.copyOf(owed.values()));
    }

    private static boolean hasPresence(Decision decision) {
        for (PeerStanza stanza : decision.toPeer()) {
            if (stanza.kind() == Kind.AVAILABLE || stanza.kind() == Kind.UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }
}
