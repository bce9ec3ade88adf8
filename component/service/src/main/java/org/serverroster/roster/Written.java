package org.serverroster.roster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.xmpp.PeerDomain;

/**
 * The rows that decisions which are committed together write: of each item what it is after the last of them. Immutable.
 *
 * @param fresh items that had no row
 * @param changed items that had one
 * @param gone of whom nothing is left
 * @param events in order
 * @param outbox what the peers are owed
 */
record Written(List<Item> fresh, List<Item> changed, List<PeerDomain> gone, List<Event> events, OutboxChange outbox) {

    /**
     * An item.
     *
     * @param stanza of the request that stands, if these decisions have it
     * @param wasThere whether it had a row before
     * @param version what its row says: the roster's, or 0 where an event tells of its change
     */
    record Item(RosterItem item, Optional<String> stanza, boolean wasThere, long version) {

        private static Item of(Item earlier, Decision decision, long after) {
            RosterItem item = decision.after();
            boolean sameRequest = earlier != null && item.request().equals(earlier.item.request());
            boolean told = !decision.events().isEmpty() || earlier != null && earlier.version == 0;
            return new Item(
                    item,
                    item.request()
                            .flatMap(request ->
                                    decision.stanza().or(() -> sameRequest ? earlier.stanza : Optional.empty())),
                    earlier == null ? !decision.before().isEmpty() : earlier.wasThere,
                    told ? 0 : after);
        }

        PeerDomain peer() {
            return item.peer();
        }
    }

    /** An event, and the version of the roster with its change in it. */
    record Event(long version, RosterEvent event) {}

    /**
     * What the decisions write.
     *
     * @param before the version of the roster on which the first decision was made
     * @param after its version with all of them
     */
    static Written of(long before, long after, List<Decision> decisions, OutboxChange outbox) {
        Map<PeerDomain, Item> items = new LinkedHashMap<>();
        List<Event> events = new ArrayList<>(2 * decisions.size());
        long version = before;
        for (Decision decision : decisions) {
            if (decision.changesItem()) {
                version++;
                items.compute(decision.after().peer(), (peer, earlier) -> Item.of(earlier, decision, after));
            }
            for (RosterEvent event : decision.events()) {
                events.add(new Event(version, event));
            }
        }
        List<Item> fresh = new ArrayList<>();
        List<Item> changed = new ArrayList<>();
        List<PeerDomain> gone = new ArrayList<>();
        for (Item item : items.values()) {
            if (item.item.isEmpty()) {
                gone.add(item.peer());
            } else {
                (item.wasThere ? changed : fresh).add(item);
            }
        }
        return new Written(fresh, changed, gone, events, outbox);
    }
}
