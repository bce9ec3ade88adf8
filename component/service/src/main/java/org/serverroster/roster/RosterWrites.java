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
 * How what is committed together is written: items, events and what peers are owed. However many they are, it is one
 * statement for each of these, with an array a column, and those that have anything to write go to the database and come
 * back at once. Only many new rows go another way, {@link CopyWrites}. Stateless.
 */
final class RosterWrites {

    /** A stanza that is not given stays, for as long as the request that it made stands. */
    private static final String PUT_ITEMS = """
            insert into roster_item as i (local_domain, version, peer, state, approved, blocked, name, groups, note,
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since)
            select ?, version, peer, state, approved, blocked, name, groups::text[], note,
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since
            from unnest(?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                    ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[])
                as put (version, peer, state, approved, blocked, name, groups, note, request_received, request_reason,
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

    /** See {@link OutboxRows}. */
    static final String FORGET = OutboxRows.BY_INDEX + "; delete from outbox where " + OutboxRows.OF_DOMAIN
            + " and peer = any (?) and peer || ' ' || kind = any (?)";

    /** In the order of the decisions, by which the stanzas leave. */
    private static final String OWE = """
            insert into outbox (key, local_domain, peer, kind, reason, presence)
            select key::uuid, ?, peer, kind, reason, presence
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[]) with ordinality
                as owed (key, peer, kind, reason, presence, number)
            order by number""";

    private static final String NO_TEXTS = "{}";

    /** Gives one of the statements above its parameters. */
    private interface Part {
        void bind(Binding binding) throws SQLException;
    }

    private RosterWrites() {}

    /**
     * Writes it, in the transaction that has locked the roster.
     *
     * @param copied of so many new rows of a table and more, they are copied into it
     */
    static void write(Connection connection, LocalDomain domain, Written written, int copied) throws SQLException {
        boolean copiesItems = written.fresh().size() >= copied;
        boolean copiesEvents = written.events().size() >= copied;
        boolean copiesOwed = written.outbox().owed().size() >= copied;
        List<Written.Item> put = new ArrayList<>(written.changed());
        put.addAll(copiesItems ? List.of() : written.fresh());
        List<Written.Event> added = copiesEvents ? List.of() : written.events();
        List<OwedStanza> owed = copiesOwed ? List.of() : written.outbox().owed();
        Map<String, Part> parts = new LinkedHashMap<>();
        if (!put.isEmpty()) {
            parts.put(PUT_ITEMS, binding -> items(connection, binding, domain, put));
        }
        if (!written.gone().isEmpty()) {
            parts.put(
                    DELETE_ITEMS,
                    binding -> binding.text(domain.toString()).texts(written.gone(), PeerDomain::toString));
        }
        if (!added.isEmpty()) {
            parts.put(ADD_EVENTS, binding -> events(binding, domain, added));
        }
        if (!written.outbox().gone().isEmpty()) {
            parts.put(
                    FORGET,
                    binding -> notOwed(
                            binding, domain, List.copyOf(written.outbox().gone())));
        }
        if (!owed.isEmpty()) {
            parts.put(OWE, binding -> owed(binding, domain, owed));
        }
        run(connection, parts);
        if (copiesItems) {
            CopyWrites.items(connection, domain, written.fresh());
        }
        if (copiesEvents) {
            CopyWrites.events(connection, domain, written.events());
        }
        if (copiesOwed) {
            CopyWrites.outbox(connection, domain, written.outbox().owed());
        }
    }

    /** All at once, so that it takes one wait for the database. */
    private static void run(Connection connection, Map<String, Part> parts) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        try (PreparedStatement all = connection.prepareStatement(String.join(";", parts.keySet()))) {
            Binding binding = new Binding(all);
            for (Part part : parts.values()) {
                part.bind(binding);
            }
            all.execute();
        }
    }

    private static void items(Connection connection, Binding binding, LocalDomain domain, List<Written.Item> put)
            throws SQLException {
        List<String> groups = new ArrayList<>(put.size());
        for (Written.Item each : put) {
            groups.add(literal(connection, each.item().groups()));
        }
        binding.text(domain.toString())
                .numbers(put, Written.Item::version)
                .texts(put, each -> each.peer().toString())
                .texts(put, each -> each.item().state().rfcName())
                .flags(put, each -> each.item().approved())
                .flags(put, each -> each.item().blocked())
                .texts(put, each -> each.item().name())
                .texts(groups, literal -> literal)
                .texts(put, each -> each.item().note())
                .times(put, each -> each.item().request().map(Request::received))
                .texts(put, each -> each.item().request().map(Request::reason).orElse(null))
                .texts(put, each -> each.stanza().orElse(null))
                .times(put, each -> each.item().asked().map(Asked::sent))
                .texts(put, each -> each.item().asked().flatMap(Asked::failure).orElse(null))
                .times(put, each -> each.item().fromSince())
                .times(put, each -> each.item().toSince())
                .times(put, each -> Optional.of(each.item().since()));
    }

    /** An array of arrays must be as wide everywhere, which groups are not: each row's goes as PostgreSQL writes it. */
    private static String literal(Connection connection, List<String> groups) throws SQLException {
        return groups.isEmpty()
                ? NO_TEXTS
                : connection.createArrayOf("text", groups.toArray()).toString();
    }

    private static void events(Binding binding, LocalDomain domain, List<Written.Event> added) throws SQLException {
        binding.text(domain.toString())
                .texts(added, each -> each.event().peer().toString())
                .numbers(added, Written.Event::version)
                .times(added, each -> Optional.of(each.event().at()))
                .texts(added, each -> each.event().actor().kind())
                .texts(added, each -> each.event().actor().label())
                .texts(added, each -> each.event().action().label())
                .texts(added, each -> each.event().before().rfcName())
                .texts(added, each -> each.event().after().rfcName())
                .texts(added, each -> each.event().reason());
    }

    private static void notOwed(Binding binding, LocalDomain domain, List<Place> gone) throws SQLException {
        binding.text(domain.toString())
                .texts(gone, place -> place.peer().toString())
                .texts(gone, place -> place.peer() + " " + place.kind().label());
    }

    private static void owed(Binding binding, LocalDomain domain, List<OwedStanza> owed) throws SQLException {
        binding.text(domain.toString())
                .texts(owed, each -> each.key().toString())
                .texts(owed, each -> each.peer().toString())
                .texts(owed, each -> each.stanza().kind().label())
                .texts(owed, each -> each.stanza().reason())
                .flags(owed, OwedStanza::presence);
    }
}
