package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** What the event log is asked. Stateless. */
final class EventQueries {

    private static final String COLUMNS =
            "select peer, at, actor_kind, actor, action, before_state, after_state, reason ";

    private static final String HISTORY =
            COLUMNS + "from roster_event where local_domain = ? order by version desc, id desc limit ?";

    private static final String HISTORY_OF_PEER =
            COLUMNS + "from roster_event where local_domain = ? and peer = ? order by id desc limit ?";

    private static final String FIRST_OF_PEER =
            COLUMNS + "from roster_event where local_domain = ? and peer = ? order by id limit ?";

    /** By the index of what administrators and rules did, which no flood of requests fills. */
    private static final String ENDED = COLUMNS + """
            from roster_event where local_domain = ? and actor_kind <> 'peer' and action <> 'deny'
            and action in ('unsubscribe', 'remove', 'block') and at >= ?
            order by id desc limit ?""";

    private static final String IS_THERE = "select exists (select from roster_event where local_domain = ? and peer = ?"
            + " and at = ? and actor = ? and action = ? and reason = ?)";

    /** In seconds: somebody waits for it. */
    private static final int PATIENCE = 8;

    private EventQueries() {}

    static List<RosterEvent> history(Connection connection, LocalDomain domain, Optional<PeerDomain> peer, int max)
            throws SQLException {
        return events(connection, peer.isPresent() ? HISTORY_OF_PEER : HISTORY, domain, peer, max);
    }

    static Optional<Instant> first(Connection connection, LocalDomain domain, PeerDomain peer) throws SQLException {
        return events(connection, FIRST_OF_PEER, domain, Optional.of(peer), 1).stream()
                .map(RosterEvent::at)
                .findFirst();
    }

    static List<RosterEvent> endedSince(Connection connection, LocalDomain domain, Instant since, int max)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENDED)) {
            select.setString(1, domain.toString());
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setInt(3, max);
            return events(select);
        }
    }

    /**
     * Whether that event was written. No event, no proof: what changes nothing but a time may as well be done again.
     *
     * <p>The number of a transaction proves nothing alone: one that a crashed server lost has its number given to another
     * after the recovery.
     */
    static boolean isThere(Connection connection, LocalDomain domain, Optional<RosterEvent> event) throws SQLException {
        if (event.isEmpty()) {
            return false;
        }
        try (PreparedStatement select = connection.prepareStatement(IS_THERE)) {
            select.setString(1, domain.toString());
            select.setString(2, event.get().peer().toString());
            select.setObject(3, event.get().at().atOffset(ZoneOffset.UTC));
            select.setString(4, event.get().actor().label());
            select.setString(5, event.get().action().label());
            select.setString(6, event.get().reason());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static List<RosterEvent> events(
            Connection connection, String query, LocalDomain domain, Optional<PeerDomain> peer, int max)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            int at = 1;
            select.setString(at++, domain.toString());
            if (peer.isPresent()) {
                select.setString(at++, peer.get().toString());
            }
            select.setInt(at, max);
            return events(select);
        }
    }

    private static List<RosterEvent> events(PreparedStatement select) throws SQLException {
        select.setQueryTimeout(PATIENCE);
        List<RosterEvent> events = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                events.add(RosterRows.event(row));
            }
        }
        return events;
    }
}
