package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * What one local domain owes its peers, as the database keeps it. Any thread. Every public method may wait for the
 * database, and throws a {@link RosterStoreException}.
 *
 * <p>Only the commit of a roster's change ever waits for another's lock on these rows: whoever else touches them passes
 * over what is locked. So no two of them can wait for each other.
 */
public final class Outbox {

    private static final String TAKE = """
            with page as (
                select key from outbox where local_domain = ? and id > ? and (? or sent_at <= now() - make_interval(secs => ?))
                order by id limit ? for update skip locked)
            update outbox set sent_at = now() from page where outbox.key = page.key
            returning outbox.id, outbox.key, outbox.peer, outbox.kind, outbox.reason, outbox.presence""";

    /** By the rows' places, not by a join; see {@link OutboxRows}. */
    static final String CONFIRM = OutboxRows.BY_INDEX + """
            ; delete from outbox where ctid = any (array(
                select ctid from outbox where %s and key = any (?) for update skip locked))""".formatted(OutboxRows.OF_DOMAIN);

    private static final String BACKLOG = """
            select count(*), coalesce(extract(epoch from max(clock_timestamp() - created_at)), 0)
            from outbox where local_domain = ?""";

    private final DataSource database;
    private final LocalDomain domain;

    Outbox(DataSource database, LocalDomain domain) {
        this.database = database;
        this.domain = domain;
    }

    /**
     * A row.
     *
     * @param id grows in the order in which the stanzas are to leave
     */
    public record Row(long id, OwedStanza owed) {}

    /**
     * How much is owed.
     *
     * @param rows how many stanzas
     * @param oldest the age of the oldest
     */
    public record Backlog(long rows, Duration oldest) {}

    /** The oldest rows beyond {@code after}, in order, which count as sent now. */
    public List<Row> take(long after, int max) {
        return take(after, true, Duration.ZERO, max);
    }

    /** The oldest rows that were last sent longer ago than {@code age}, in order, which count as sent now. */
    public List<Row> takeOverdue(Duration age, int max) {
        return take(0, false, age, max);
    }

    private List<Row> take(long after, boolean anyAge, Duration age, int max) {
        return ask(TAKE, take -> {
            take.setString(1, domain.toString());
            take.setLong(2, after);
            take.setBoolean(3, anyAge);
            take.setDouble(4, age.toMillis() / 1_000.0);
            take.setInt(5, max);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = take.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row));
                }
            }
            rows.sort(Comparator.comparingLong(Row::id));
            return rows;
        });
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                new OwedStanza(
                        row.getObject("key", UUID.class),
                        PeerDomain.parse(row.getString("peer")),
                        new PeerStanza(
                                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), row.getString("reason")),
                        row.getBoolean("presence")));
    }

    /** The server has taken these: they are owed no more. Those that are gone already are nothing to it. */
    public void confirmed(Collection<UUID> keys) {
        ask(CONFIRM, delete -> {
            Connection connection = delete.getConnection();
            connection.setAutoCommit(false);
            delete.setString(1, domain.toString());
            delete.setArray(2, connection.createArrayOf("uuid", keys.toArray()));
            delete.execute();
            // A connection that is given back before that is rolled back by the pool.
            connection.commit();
            return keys;
        });
    }

    /** How much is owed at the moment. */
    public Backlog backlog() {
        return ask(BACKLOG, select -> {
            select.setString(1, domain.toString());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Backlog(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1_000)));
            }
        });
    }

    private interface Asking<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T ask(String sql, Asking<T> asking) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return asking.with(statement);
        } catch (SQLException e) {
            throw RosterStoreException.of(e);
        }
    }
}
