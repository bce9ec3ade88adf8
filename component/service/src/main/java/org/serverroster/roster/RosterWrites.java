package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.roster.OutboxChange.Place;
import org.serverroster.roster.RosterItem.Asked;
import org.serverroster.roster.RosterItem.Request;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * What decisions that are committed together write: items, events and what peers are owed. However many they are, it is
 * one statement for each of these, with an array a column, and all of the statements go to the database and come back at
 * once. Stateless.
 */
final class RosterWrites {

    /** A stanza that is not given stays, for as long as the request that it made stands. */
    private static final String PUT_ITEMS = """
            insert into roster_item as i (local_domain, version, peer, state, approved, blocked, name, groups, note,
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since)
            select ?, ?, peer, state, approved, blocked, name, groups::text[], note,
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since
            from unnest(?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                    ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[])
                as put (peer, state, approved, blocked, name, groups, note, request_received, request_reason,
                    request_stanza, asked_sent, asked_failure, from_since, to_since, since)
            on conflict (local_domain, peer) do update set
                state = excluded.state, approved = excluded.approved, blocked = excluded.blocked, name = excluded.name,
                groups = excluded.groups, note = excluded.note, request_received = excluded.request_received,
                request_reason = excluded.request_reason,
                request_stanza = case when excluded.request_received = i.request_received
                    then coalesce(excluded.request_stanza, i.request_stanza) else excluded.request_stanza end,
                asked_sent = excluded.asked_sent, asked_failure = excluded.asked_failure,
                from_since = excluded.from_since, to_since = excluded.to_since, since = excluded.since,
                version = excluded.version""";

    private static final String DELETE_ITEMS = "delete from roster_item where local_domain = ? and peer = any (?)";

    /** In the order of the decisions, by which the events are numbered. */
    private static final String ADD_EVENTS = """
            insert into roster_event (local_domain, peer, version, at, actor_kind, actor, action, before_state,
                after_state, reason)
            select ?, peer, version, at, actor_kind, actor, action, before_state, after_state, reason
            from unnest(?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[]) with ordinality
                as added (peer, version, at, actor_kind, actor, action, before_state, after_state, reason, number)
            order by number""";

    /**
     * No join: the table is empty at one moment and full at the next, so what the planner knows of it is wrong, and a join
     * it would plan upon that could look at every row once for each peer.
     */
    private static final String FORGET =
            "delete from outbox where local_domain = ? and peer = any (?) and peer || ' ' || kind = any (?)";

    /** In the order of the decisions, by which the stanzas leave. */
    private static final String OWE = """
            insert into outbox (key, local_domain, peer, kind, reason, presence)
            select key::uuid, ?, peer, kind, reason, presence
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[]) with ordinality
                as owed (key, peer, kind, reason, presence, number)
            order by number""";

    private static final String ALL = String.join(";", PUT_ITEMS, DELETE_ITEMS, ADD_EVENTS, FORGET, OWE);

    private static final String NO_TEXTS = "{}";

    /** An item as it is at the end of the batch, with the stanza of the request that stands then, if the batch has it. */
    private record Final(RosterItem item, Optional<String> stanza) {

        static Final of(Final earlier, Decision decision) {
            RosterItem item = decision.after();
            boolean sameRequest = earlier != null && item.request().equals(earlier.item.request());
            return new Final(
                    item,
                    item.request()
                            .flatMap(request ->
                                    decision.stanza().or(() -> sameRequest ? earlier.stanza : Optional.empty())));
        }

        PeerDomain peer() {
            return item.peer();
        }
    }

    /** An event, and the version of the roster with its change in it. */
    private record Added(long version, RosterEvent event) {}

    private RosterWrites() {}

    /**
     * Writes it, in the transaction that has locked the roster.
     *
     * @param before the version of the roster on which the first decision was made
     * @param after its version with all of them
     */
    static void write(
            Connection connection,
            LocalDomain domain,
            long before,
            long after,
            List<Decision> decisions,
            OutboxChange outbox)
            throws SQLException {
        try (PreparedStatement all = connection.prepareStatement(ALL)) {
            Binding binding = new Binding(all);
            items(connection, binding, domain, after, finals(decisions));
            events(binding, domain, added(before, decisions));
            outbox(binding, domain, outbox);
            all.execute();
        }
    }

    private static List<Final> finals(List<Decision> decisions) {
        Map<PeerDomain, Final> items = new LinkedHashMap<>();
        for (Decision decision : decisions) {
            if (decision.changesItem()) {
                PeerDomain peer = decision.after().peer();
                items.put(peer, Final.of(items.get(peer), decision));
            }
        }
        return List.copyOf(items.values());
    }

    private static List<Added> added(long before, List<Decision> decisions) {
        List<Added> events = new ArrayList<>(2 * decisions.size());
        long version = before;
        for (Decision decision : decisions) {
            version += decision.changesItem() ? 1 : 0;
            for (RosterEvent event : decision.events()) {
                events.add(new Added(version, event));
            }
        }
        return events;
    }

    private static void items(
            Connection connection, Binding binding, LocalDomain domain, long version, List<Final> finals)
            throws SQLException {
        List<Final> gone = new ArrayList<>();
        List<Final> put = new ArrayList<>(finals.size());
        List<String> groups = new ArrayList<>(finals.size());
        for (Final each : finals) {
            if (each.item.isEmpty()) {
                gone.add(each);
            } else {
                put.add(each);
                groups.add(literal(connection, each.item.groups()));
            }
        }
        binding.text(domain.toString())
                .number(version)
                .texts(put, each -> each.peer().toString())
                .texts(put, each -> each.item.state().rfcName())
                .flags(put, each -> each.item.approved())
                .flags(put, each -> each.item.blocked())
                .texts(put, each -> each.item.name())
                .texts(groups, literal -> literal)
                .texts(put, each -> each.item.note())
                .times(put, each -> each.item.request().map(Request::received))
                .texts(put, each -> each.item.request().map(Request::reason).orElse(null))
                .texts(put, each -> each.stanza.orElse(null))
                .times(put, each -> each.item.asked().map(Asked::sent))
                .texts(put, each -> each.item.asked().flatMap(Asked::failure).orElse(null))
                .times(put, each -> each.item.fromSince())
                .times(put, each -> each.item.toSince())
                .times(put, each -> Optional.of(each.item.since()))
                .text(domain.toString())
                .texts(gone, each -> each.peer().toString());
    }

    /** An array of arrays must be as wide everywhere, which groups are not: each row's goes as PostgreSQL writes it. */
    private static String literal(Connection connection, List<String> groups) throws SQLException {
        return groups.isEmpty()
                ? NO_TEXTS
                : connection.createArrayOf("text", groups.toArray()).toString();
    }

    private static void events(Binding binding, LocalDomain domain, List<Added> added) throws SQLException {
        binding.text(domain.toString())
                .texts(added, each -> each.event.peer().toString())
                .numbers(added, Added::version)
                .times(added, each -> Optional.of(each.event.at()))
                .texts(added, each -> each.event.actor().kind())
                .texts(added, each -> each.event.actor().label())
                .texts(added, each -> each.event.action().label())
                .texts(added, each -> each.event.before().rfcName())
                .texts(added, each -> each.event.after().rfcName())
                .texts(added, each -> each.event.reason());
    }

    private static void outbox(Binding binding, LocalDomain domain, OutboxChange outbox) throws SQLException {
        List<Place> gone = List.copyOf(outbox.gone());
        List<OwedStanza> owed = outbox.owed();
        binding.text(domain.toString())
                .texts(gone, place -> place.peer().toString())
                .texts(gone, place -> place.peer() + " " + place.kind().label())
                .text(domain.toString())
                .texts(owed, each -> each.key().toString())
                .texts(owed, each -> each.peer().toString())
                .texts(owed, each -> each.stanza().kind().label())
                .texts(owed, each -> each.stanza().reason())
                .flags(owed, OwedStanza::presence);
    }
}
