package org.serverroster.roster;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.roster.RosterItem.Asked;
import org.serverroster.roster.RosterItem.Request;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/** Items and events as they are read; {@link RosterWrites} has how they are written. Stateless. */
final class RosterRows {

    /** The columns of an item, from a table {@code i}. */
    static final String ITEM = """
            i.peer, i.state, i.approved, i.blocked, i.name, i.groups, i.note, i.request_received,
            i.request_reason, i.asked_sent, i.asked_failure, i.from_since, i.to_since, i.since
            """;

    private RosterRows() {}

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

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
