package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/** The changes of one local domain's roster, read from its events. Any thread. */
final class StoredChangeLog implements ChangeLog {

    /** The first event with a version is of the change that made it; what changed no item came later, and counts as it. */
    private static final String BETWEEN = """
            select distinct on (version) version, peer from roster_event
            where local_domain = ? and version > ? and version <= ?
            order by version, id limit ?""";

    /** From name to name by an index of their own: strangers' requests may outnumber them by far. */
    private static final String EVER_LET_IN = """
            with recursive let_in as (
                (select peer from roster_event
                 where local_domain = ? and peer > ? and actor_kind <> 'peer' and action <> 'deny'
                 order by peer limit 1)
                union all
                select (select e.peer from roster_event e
                        where e.local_domain = ? and e.peer > l.peer and e.actor_kind <> 'peer' and e.action <> 'deny'
                        order by e.peer limit 1)
                from let_in l where l.peer is not null)
            select peer from let_in where peer is not null limit ?""";

    private final DataSource database;
    private final LocalDomain domain;

    StoredChangeLog(DataSource database, LocalDomain domain) {
        this.database = database;
        this.domain = domain;
    }

    @Override
    public List<Change> between(long after, long upTo, int max) {
        return select(
                BETWEEN,
                row -> new Change(row.getLong(1), PeerDomain.parse(row.getString(2))),
                domain.toString(),
                after,
                upTo,
                max);
    }

    @Override
    public List<PeerDomain> everLetIn(Optional<PeerDomain> after, int max) {
        return select(
                EVER_LET_IN,
                row -> PeerDomain.parse(row.getString(1)),
                domain.toString(),
                after.map(PeerDomain::toString).orElse(""),
                domain.toString(),
                max);
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String sql, Reading<T> reading, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(reading.of(row));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw RosterStoreException.of(e);
        }
    }
}
