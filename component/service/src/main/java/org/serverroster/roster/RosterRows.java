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

    private RosterRows() {}

    static RosterItem item(ResultSet row) throws SQLException {
        Optional<Instant> asked = time(row, "asked_sent");
        Optional<String> failure = Optional.ofNullable(row.getString("asked_failure"));
        String reason = row.getString("request_reason");
        return new RosterItem(
                PeerDomain.parse(row.getString("peer")),
                state(row, "state"),
                row.getBoolean("approved"),
                row.getBoolean("blocked"),
                row.getString("name"),
                texts(row.getArray("groups")),
                row.getString("note"),
                time(row, "request_received").map(received -> new Request(received, reason)),
                asked.map(sent -> new Asked(sent, failure)),
                time(row, "from_since"),
                time(row, "to_since"),
                time(row, "since").orElseThrow());
    }

    static RosterEvent event(ResultSet row) throws SQLException {
        return new RosterEvent(
                time(row, "at").orElseThrow(),
                actor(row.getString("actor_kind"), row.getString("actor")),
                PeerDomain.parse(row.getString("peer")),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                state(row, "before_state"),
                state(row, "after_state"),
                row.getString("reason"));
    }

    private static Actor actor(String kind, String label) {
        return switch (kind) {
            case "admin" -> new Actor.Admin(Jid.parse(label));
            case "peer" -> new Actor.Peer(PeerDomain.parse(label));
            default -> new Actor.Policy(label);
        };
    }

    private static SubscriptionState state(ResultSet row, String column) throws SQLException {
        return SubscriptionState.named(row.getString(column)).orElseThrow();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
