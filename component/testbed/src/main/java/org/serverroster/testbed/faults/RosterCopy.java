package org.serverroster.testbed.faults;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.TestDatabase.Database;

/**
 * What one side's database holds, read at one moment when nothing moves. Immutable.
 *
 * @param versions of each local domain's roster
 * @param items those that have a row
 * @param events of all rosters, in the order in which they were written
 * @param owed stanzas that are written down for peers and not yet known to have arrived
 */
record RosterCopy(Map<String, Long> versions, Map<ItemKey, Item> items, List<Event> events, long owed) {

    /** An item that is not there. */
    static final Item NO_ITEM = new Item(State.NOTHING, false, false, "");

    record Item(State state, boolean approved, boolean blocked, String name) {}

    /**
     * One line of the log.
     *
     * @param version the roster's, with this event in it
     * @param at of the decision; the events of one decision have the same
     */
    record Event(
            ItemKey item,
            long version,
            Instant at,
            String actorKind,
            String actor,
            String action,
            State before,
            State after,
            String reason) {

        @Override
        public String toString() {
            return "%s %s %s%s: %s > %s (version %d)"
                    .formatted(at, actor, action, reason.isEmpty() ? "" : " “" + reason + "”", before, after, version);
        }
    }

    RosterCopy {
        versions = Map.copyOf(versions);
        items = Map.copyOf(items);
        events = List.copyOf(events);
    }

    /** Reads all of it. */
    static RosterCopy read(TestDatabase postgres, Database database) {
        Map<String, Long> versions = new TreeMap<>();
        postgres.query(database, "select local_domain, version from roster")
                .forEach(row -> versions.put(text(row, "local_domain"), (Long) row.get("version")));
        List<Event> events = postgres
                .query(
                        database,
                        "select local_domain, peer, version, at, actor_kind, actor, action, before_state,"
                                + " after_state, reason from roster_event order by id")
                .stream()
                .map(RosterCopy::event)
                .toList();
        return new RosterCopy(versions, items(postgres, database), events, owed(postgres, database));
    }

    /** The items alone. */
    static Map<ItemKey, Item> items(TestDatabase postgres, Database database) {
        Map<ItemKey, Item> items = new TreeMap<>();
        postgres.query(database, "select local_domain, peer, state, approved, blocked, name from roster_item")
                .forEach(row -> items.put(
                        key(row),
                        new Item(
                                State.of(text(row, "state")),
                                (Boolean) row.get("approved"),
                                (Boolean) row.get("blocked"),
                                text(row, "name"))));
        return items;
    }

    /** How many stanzas are still owed to peers. */
    static long owed(TestDatabase postgres, Database database) {
        boolean kept = postgres.query(database, "select to_regclass('outbox') is not null as kept")
                .get(0)
                .get("kept")
                .equals(true);
        return kept
                ? (Long) postgres.query(database, "select count(*) as rows from outbox")
                        .get(0)
                        .get("rows")
                : 0;
    }

    Item item(ItemKey key) {
        return items.getOrDefault(key, NO_ITEM);
    }

    List<Event> eventsOf(ItemKey key) {
        return events.stream().filter(event -> event.item().equals(key)).toList();
    }

    private static Event event(Map<String, Object> row) {
        return new Event(
                key(row),
                (Long) row.get("version"),
                ((Timestamp) row.get("at")).toInstant(),
                text(row, "actor_kind"),
                text(row, "actor"),
                text(row, "action"),
                State.of(text(row, "before_state")),
                State.of(text(row, "after_state")),
                text(row, "reason"));
    }

    private static ItemKey key(Map<String, Object> row) {
        return new ItemKey(text(row, "local_domain"), text(row, "peer"));
    }

    private static String text(Map<String, Object> row, String column) {
        return (String) row.get(column);
    }
}
