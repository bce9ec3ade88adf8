package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** How a roster is read: whole, or what is newer than what is known. Stateless. */
final class RosterQueries {

    private static final String ITEM = """
            i.peer, i.state, i.approved, i.blocked, i.name, i.groups, i.note, i.request_received,
            i.request_reason, i.asked_sent, i.asked_failure, i.from_since, i.to_since, i.since
            """;

    private static final String LOAD = "select r.version, " + ITEM + """
            from roster r left join roster_item i on i.local_domain = r.local_domain
            where r.local_domain = ?""";

    /** What went left no row, but an event. One statement, so that version and items are of one moment. */
    private static final String NEWER = "select r.version, c.peer as changed, " + ITEM + """
            from roster r
            left join lateral (
                select peer from roster_item where local_domain = r.local_domain and version > ?
                union
                select peer from roster_event where local_domain = r.local_domain and version > ?) c on true
            left join roster_item i on i.local_domain = r.local_domain and i.peer = c.peer
            where r.local_domain = ?""";

    private RosterQueries() {}

    /** Empty where the database does not know what we know. */
    static Optional<RosterStore.Newer> newer(Connection connection, Roster known) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setLong(1, known.version());
            select.setLong(2, known.version());
            select.setString(3, known.domain().toString());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getLong("version") < known.version()) {
                    return Optional.empty();
                }
                long version = row.getLong("version");
                List<RosterItem> changed = new ArrayList<>();
                do {
                    String peer = row.getString("changed");
                    if (row.getString("peer") != null) {
                        changed.add(RosterRows.item(row));
                    } else if (peer != null) {
                        changed.add(RosterItem.none(PeerDomain.parse(peer), Instant.EPOCH));
                    }
                } while (row.next());
                return Optional.of(new RosterStore.Newer(known.with(version, changed), changed));
            }
        }
    }

    /** One statement, so that version and items are of one moment. */
    static Optional<Roster> all(Connection connection, LocalDomain domain) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOAD)) {
            select.setString(1, domain.toString());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long version = row.getLong("version");
                List<RosterItem> items = new ArrayList<>();
                do {
                    if (row.getString("peer") != null) {
                        items.add(RosterRows.item(row));
                    }
                } while (row.next());
                return Optional.of(Roster.of(domain, version, items));
            }
        }
    }
}
