package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * The rosters in PostgreSQL. Holds nothing but the way to the database; any thread. Every method throws a
 * {@link RosterStoreException}: unavailable where trying again may help, fault where it will not.
 */
public final class RosterStore {

    private static final Logger LOG = LogManager.getLogger(RosterStore.class);

    private static final String BEGIN_ROSTER =
            "insert into roster (local_domain) values (?) on conflict (local_domain) do nothing";

    /**
     * Locks the roster against other writers, says under which name the database knows this transaction, and has it tell
     * the other instances once it is committed.
     */
    private static final String ADVANCE = """
            update roster set version = ? where local_domain = ? and version = ?
            returning pg_current_xact_id()::text, pg_notify('%s', local_domain || ' ' || version)""".formatted(RosterWatch.CHANNEL);

    /** New rows of a table from which on copying them costs less than the round trips that it takes. */
    private static final int COPIED = 64;

    private final DataSource database;
    private final int copied;

    /** @param database of the newest schema, with automatic commit; see {@link Database} */
    public RosterStore(DataSource database) {
        this(database, COPIED);
    }

    /** @param copied how many new rows of a table are copied into it, instead of being part of a statement */
    RosterStore(DataSource database, int copied) {
        this.database = database;
        this.copied = copied;
    }

    /** The roster of that domain as it is committed; an empty one of version 0 begins where there is none. */
    public Roster load(LocalDomain domain) {
        return withConnection(connection -> {
            Optional<Roster> roster = RosterQueries.all(connection, domain);
            if (roster.isEmpty()) {
                try (PreparedStatement insert = connection.prepareStatement(BEGIN_ROSTER)) {
                    insert.setString(1, domain.toString());
                    insert.executeUpdate();
                }
                roster = RosterQueries.all(connection, domain);
            }
            return roster.orElseThrow(() -> new SQLException("the roster's row does not stay", "02000"));
        });
    }

    /**
     * A roster as others left it.
     *
     * @param roster the newest
     * @param changed the items in it that may have changed; of a peer that has none any more, {@link RosterItem#none}
     */
    record Newer(Roster roster, Collection<RosterItem> changed) {}

    /** The roster as it is committed, of which {@code known} is an earlier one: what changed since is read, and no more. */
    Newer newer(Roster known) {
        Optional<Newer> newer = withConnection(connection -> RosterQueries.newer(connection, known));
        return newer.orElseGet(() -> {
            // Not the database that it was: a backup was restored, or a standby took over.
            Roster loaded = load(known.domain());
            Map<PeerDomain, RosterItem> changed = new LinkedHashMap<>();
            known.items().forEach(item -> changed.put(item.peer(), RosterItem.none(item.peer(), item.since())));
            loaded.items().forEach(item -> changed.put(item.peer(), item));
            return new Newer(loaded, changed.values());
        });
    }

    /**
     * Writes what was decided, all of it or nothing. Afterwards {@link #load} returns the roster of
     * {@code expectedVersion} with each decision carried out in order, as {@link Roster#with(Decision)} does.
     *
     * @param expectedVersion of the roster on which the first decision was made
     * @return false: somebody else wrote in between, and nothing was changed
     * @throws RosterStoreException.InDoubt if the connection went during the commit: {@link #committed} tells
     */
    public boolean commit(LocalDomain domain, long expectedVersion, List<Decision> decisions) {
        return commit(domain, expectedVersion, decisions, OutboxChange.of(decisions));
    }

    /**
     * The same for who wants to know what is owed then.
     *
     * @param outbox of these decisions
     */
    boolean commit(LocalDomain domain, long expectedVersion, List<Decision> decisions, OutboxChange outbox) {
        long version = expectedVersion
                + decisions.stream().filter(Decision::changesItem).count();
        Connection connection = open();
        try {
            connection.setAutoCommit(false);
            String transaction = advance(connection, domain, expectedVersion, version);
            if (transaction == null) {
                connection.rollback();
                return false;
            }
            RosterWrites.write(connection, domain, Written.of(expectedVersion, version, decisions, outbox), copied);
            end(connection, transaction, decisions);
            return true;
        } catch (SQLException e) {
            rollBack(connection);
            throw RosterStoreException.of(e);
        } catch (RuntimeException e) {
            rollBack(connection);
            throw e;
        } finally {
            close(connection);
        }
    }

    /**
     * What became of a transaction whose commit got no answer: whether it holds, where it wrote an event.
     *
     * @throws RosterStoreException.Unavailable also while it is still under way
     */
    boolean committed(LocalDomain domain, RosterStoreException.InDoubt doubt) {
        return withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select pg_xact_status(?::xid8)")) {
                select.setString(1, doubt.transaction());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    String status = row.getString(1);
                    if ("in progress".equals(status)) {
                        throw new SQLException("the transaction has not ended yet", "55P03");
                    }
                    return !"aborted".equals(status) && EventQueries.isThere(connection, domain, doubt.event());
                }
            } catch (SQLException e) {
                // A standby that took over without our transaction does not know its number: invalid_parameter_value.
                if ("22023".equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * What happened, newest first.
     *
     * @param peer about whom; empty: about anybody
     * @param max how many at most
     */
    public List<RosterEvent> history(LocalDomain domain, Optional<PeerDomain> peer, int max) {
        return withConnection(connection -> EventQueries.history(connection, domain, peer, max));
    }

    /** When the peer was first heard of. */
    public Optional<Instant> firstEvent(LocalDomain domain, PeerDomain peer) {
        return withConnection(connection -> EventQueries.first(connection, domain, peer));
    }

    /** Tells the other instances that this one has said that the domain is unavailable, and is gone. */
    public void tellLeft(LocalDomain domain) {
        withConnection(connection -> {
            try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
                notify.setString(1, RosterWatch.CHANNEL);
                notify.setString(2, domain + " " + RosterWatch.LEFT);
                return notify.execute();
            }
        });
    }

    /**
     * What administrators ended since then and the peer may not have heard, each once, the newest first.
     *
     * @param max how many lines of the log are read at most
     */
    public List<Ending> endedSince(LocalDomain domain, Instant since, int max) {
        return withConnection(connection -> EventQueries.endedSince(connection, domain, since, max)).stream()
                .flatMap(event -> Ending.of(event).stream())
                .distinct()
                .toList();
    }

    /** What is known of the changes that led to that domain's roster. */
    public ChangeLog changes(LocalDomain domain) {
        return new StoredChangeLog(database, domain);
    }

    /** What that domain owes its peers. */
    public Outbox outbox(LocalDomain domain) {
        return new Outbox(database, domain);
    }

    private static String advance(Connection connection, LocalDomain domain, long expected, long next)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, next);
            update.setString(2, domain.toString());
            update.setLong(3, expected);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void end(Connection connection, String transaction, List<Decision> decisions) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (RosterStoreException.isPassing(e)) {
                Optional<RosterEvent> event = decisions.stream()
                        .flatMap(each -> each.events().stream())
                        .findFirst();
                throw new RosterStoreException.InDoubt(RosterStoreException.words(e), e, transaction, event);
            }
            throw e;
        }
    }

    private Connection open() {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new RosterStoreException.Unavailable(RosterStoreException.words(e), e);
        }
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T withConnection(Work<T> work) {
        Connection connection = open();
        try {
            return work.with(connection);
        } catch (SQLException e) {
            throw RosterStoreException.of(e);
        } finally {
            close(connection);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The database does it by itself where the connection is gone.
            LOG.debug("rolling back: {}", e.getMessage());
        }
    }

    /** What a transaction came to does not change by a connection that fails to close. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("giving a connection back: {}", e.getMessage());
        }
    }
}
