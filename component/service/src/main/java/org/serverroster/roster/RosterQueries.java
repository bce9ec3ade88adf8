package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGStatement;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** How a roster is read: whole, or what is newer than what is known. Stateless. */
final class RosterQueries {

    /** Rows of a roster that are in memory at once before they are items. */
    private static final int PAGE = 2_000;

    /** Has the driver ask for binary at once, and not only once a statement has proved to be used often. */
    private static final int BINARY = -1;

    private static final String LOAD = "select r.version, " + RosterRows.ITEM + """
            from roster r left join roster_item i on i.local_domain = r.local_domain
            where r.local_domain = ?""";

    /**
     * Of most changes an event tells, also of what went; an item's own version of the others. One statement, so that
     * version and items are of one moment.
     */
    private static final String NEWER = "select r.version, c.peer as changed, " + RosterRows.ITEM + """
            from roster r
            left join lateral (
                select peer from roster_item where local_domain = r.local_domain and version > ? and version > 0
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
                SharedTexts shared = new SharedTexts();
                do {
                    String peer = row.getString("changed");
                    if (row.getString("peer") != null) {
                        changed.add(RosterRows.item(row, 3, shared));
                    } else if (peer != null) {
                        changed.add(RosterItem.none(PeerDomain.parse(peer), Instant.EPOCH));
                    }
                } while (row.next());
                return Optional.of(new RosterStore.Newer(known.with(version, changed), changed));
            }
        }
    }

    /**
     * One statement, so that version and items are of one moment. It is read page by page, for which the driver needs a
     * transaction, and in binary: a time as text takes longer to read than all the rest of its row.
     */
    static Optional<Roster> all(Connection connection, LocalDomain domain) throws SQLException {
        connection.setAutoCommit(false);
        Optional<Roster> roster;
        try (PreparedStatement select = connection.prepareStatement(LOAD)) {
            select.unwrap(PGStatement.class).setPrepareThreshold(BINARY);
            select.setFetchSize(PAGE);
            select.setString(1, domain.toString());
            try (ResultSet row = select.executeQuery()) {
                roster = row.next() ? Optional.of(roster(row, domain)) : Optional.empty();
            }
        }
        // Nothing was written. After a fault it is the pool that ends the transaction.
        connection.rollback();
        connection.setAutoCommit(true);
        return roster;
    }

    private static Roster roster(ResultSet row, LocalDomain domain) throws SQLException {
        long version = row.getLong("version");
        List<RosterItem> items = new ArrayList<>();
        SharedTexts shared = new SharedTexts();
        do {
            if (row.getString(2) != null) {
                items.add(RosterRows.item(row, 2, shared));
            }
        } while (row.next());
        return Roster.of(domain, version, items);
    }
}
