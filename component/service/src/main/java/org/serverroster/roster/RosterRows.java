package org.serverroster.roster;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.roster.RosterItem.Asked;
import org.serverroster.roster.RosterItem.Request;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** Items and events as rows, both ways. */
final class RosterRows {

    /** A stanza that is not given stays, for as long as the request that it made stands. */
    static final String PUT_ITEM = """
            insert into roster_item as i (local_domain, peer, state, approved, blocked, name, groups, note,
                request_received, request_reason, request_stanza, asked_sent, asked_failure, from_since, to_since, since,
                version)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (local_domain, peer) do update set
                state = excluded.state, approved = excluded.approved, blocked = excluded.blocked, name = excluded.name,
                groups = excluded.groups, note = excluded.note, request_received = excluded.request_received,
                request_reason = excluded.request_reason,
                request_stanza = case when excluded.request_received = i.request_received
                    then coalesce(excluded.request_stanza, i.request_stanza) else excluded.request_stanza end,
                asked_sent = excluded.asked_sent, asked_failure = excluded.asked_failure,
                from_since = excluded.from_since, to_since = excluded.to_since, since = excluded.since,
                version = excluded.version""";

    static final String ADD_EVENT = """
            insert into roster_event (local_domain, peer, version, at, actor_kind, actor, action, before_state,
                after_state, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** The columns of an item, from a table {@code i}. */
    static final String ITEM = """
            i.peer, i.state, i.approved, i.blocked, i.name, i.groups, i.note, i.request_received,
            i.request_reason, i.asked_sent, i.asked_failure, i.from_since, i.to_since, i.since
            """;

    private RosterRows() {}

    static void put(PreparedStatement put, LocalDomain domain, long version, RosterItem item, Optional<String> stanza)
            throws SQLException {
        put.setString(1, domain.toString());
        put.setString(2, item.peer().toString());
        put.setString(3, item.state().rfcName());
        put.setBoolean(4, item.approved());
        put.setBoolean(5, item.blocked());
        put.setString(6, item.name());
        put.setObject(7, item.groups().toArray(String[]::new));
        put.setString(8, item.note());
        setTime(put, 9, item.request().map(Request::received));
        put.setString(10, item.request().map(Request::reason).orElse(null));
        put.setString(11, stanza.orElse(null));
        setTime(put, 12, item.asked().map(Asked::sent));
        put.setString(13, item.asked().flatMap(Asked::failure).orElse(null));
        setTime(put, 14, item.fromSince());
        setTime(put, 15, item.toSince());
        setTime(put, 16, Optional.of(item.since()));
        put.setLong(17, version);
    }

    static void put(PreparedStatement add, LocalDomain domain, long version, RosterEvent event) throws SQLException {
        add.setString(1, domain.toString());
        add.setString(2, event.peer().toString());
        add.setLong(3, version);
        setTime(add, 4, Optional.of(event.at()));
        add.setString(5, event.actor().kind());
        add.setString(6, event.actor().label());
        add.setString(7, event.action().label());
        add.setString(8, event.before().rfcName());
        add.setString(9, event.after().rfcName());
        add.setString(10, event.reason());
    }

    /** @param first the column where {@link #ITEM} begins */
    static RosterItem item(ResultSet row, int first, SharedTexts shared) throws SQLException {
        Optional<String> failure = Optional.ofNullable(row.getString(first + 10));
        String reason = row.getString(first + 8);
        return new RosterItem(
                PeerDomain.parse(row.getString(first)),
                state(row.getString(first + 1)),
                row.getBoolean(first + 2),
                row.getBoolean(first + 3),
                shared.of(row.getString(first + 4)),
                shared.of(texts(row.getArray(first + 5))),
                shared.of(row.getString(first + 6)),
                time(row, first + 7).map(received -> new Request(received, reason)),
                time(row, first + 9).map(sent -> new Asked(sent, failure)),
                time(row, first + 11),
                time(row, first + 12),
                time(row, first + 13).orElseThrow());
    }

    static RosterEvent event(ResultSet row) throws SQLException {
        return new RosterEvent(
                time(row, row.findColumn("at")).orElseThrow(),
                actor(row.getString("actor_kind"), row.getString("actor")),
                PeerDomain.parse(row.getString("peer")),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                state(row.getString("before_state")),
                state(row.getString("after_state")),
                row.getString("reason"));
    }

    private static Actor actor(String kind, String label) {
        return switch (kind) {
            case "admin" -> new Actor.Admin(Jid.parse(label));
            case "peer" -> new Actor.Peer(PeerDomain.parse(label));
            default -> new Actor.Policy(label);
        };
    }

    private static SubscriptionState state(String name) {
        return SubscriptionState.named(name).orElseThrow();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** PostgreSQL keeps microseconds, and would round what is finer. */
    private static void setTime(PreparedStatement statement, int at, Optional<Instant> time) throws SQLException {
        if (time.isEmpty()) {
            statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(at, time.get().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        }
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
