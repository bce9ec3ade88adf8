package org.serverroster.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.TestDatabase;

/** One local domain's roster as it stands in the database, read with plain SQL. Of the test's thread. */
final class RosterTable implements AutoCloseable {

    private final TestDatabase.Database database;
    private final String localDomain;
    private Connection connection;

    RosterTable(TestDatabase.Database database, String localDomain) {
        this.database = database;
        this.localDomain = localDomain;
    }

    /** The state of every item by its peer. */
    Map<String, String> states() throws SQLException {
        return query("SELECT peer, state FROM roster_item WHERE local_domain = ? ORDER BY peer");
    }

    /** The number of the events of each action. */
    Map<String, String> events() throws SQLException {
        return query("SELECT action, count(*) FROM roster_event WHERE local_domain = ? GROUP BY action");
    }

    /** How many events of that peer there are. */
    int events(String peer) throws SQLException {
        return query("SELECT peer, count(*) FROM roster_event WHERE local_domain = ? GROUP BY peer").entrySet().stream()
                .filter(entry -> entry.getKey().equals(peer))
                .mapToInt(entry -> Integer.parseInt(entry.getValue()))
                .sum();
    }

    /** The actions of the newest events, newest first. */
    List<String> newest(int count) throws SQLException {
        return List.copyOf(
                query("SELECT id, action FROM roster_event WHERE local_domain = ? ORDER BY id DESC LIMIT " + count)
                        .values());
    }

    /** The state of one peer, None where there is no item. */
    String state(String peer) throws SQLException {
        return states().getOrDefault(peer, "None");
    }

    /** Waits until the peer has that state. */
    void awaitState(String peer, String state) {
        Await.until(
                Side.PATIENCE,
                () -> state(peer).equals(state),
                () -> localDomain + " does not hold '" + state + "' for " + peer + " but " + shown());
    }

    /** Waits until the server is known to have taken all that peers are owed. */
    void awaitNothingOwed() {
        Await.until(Side.PATIENCE, () -> owed().isEmpty(), () -> localDomain + " still owes something: " + shown());
    }

    /** The same for one of the peers. */
    void awaitNothingOwedTo(String peer) {
        Await.until(
                Side.PATIENCE,
                () -> owed().keySet().stream().noneMatch(stanza -> stanza.endsWith(" for " + peer)),
                () -> localDomain + " still owes " + peer + " something: " + shown());
    }

    /** What peers are owed, in order. */
    Map<String, String> owed() throws SQLException {
        return query("SELECT kind || ' for ' || peer, id FROM outbox WHERE local_domain = ? ORDER BY id");
    }

    /** For failure messages. */
    String shown() {
        try {
            return states() + " after " + events() + ", owing " + owed();
        } catch (SQLException away) {
            return "nothing that can be read: " + away.getMessage();
        }
    }

    /** A restart of the database breaks the connection that was kept, so a fault of that is no answer yet. */
    private Map<String, String> query(String sql) throws SQLException {
        if (connection != null) {
            try {
                return ask(sql);
            } catch (SQLException stale) {
                close();
            }
        }
        connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        return ask(sql);
    }

    private Map<String, String> ask(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, localDomain);
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, String> all = new LinkedHashMap<>();
                while (rows.next()) {
                    all.put(rows.getString(1), rows.getString(2));
                }
                return all;
            }
        }
    }

    /** Lets the connection go. */
    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException brokenAlready) {
            // A connection to a database that is gone can not be closed in order.
        } finally {
            connection = null;
        }
    }
}
