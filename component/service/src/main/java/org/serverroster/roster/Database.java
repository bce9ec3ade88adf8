package org.serverroster.roster;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.config.Secret;

/**
 * The way to PostgreSQL: a small pool of connections on which every wait is bounded, and the database itself where it is
 * the embedded one. Any thread.
 */
public final class Database implements AutoCloseable {

    /** Below the least time in which an operator would look: a health check asks more often than that. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration STATEMENT = Duration.ofSeconds(30);
    /** Longer than any statement may take: only a dead connection is silent for so long. */
    private static final Duration SOCKET = Duration.ofSeconds(60);

    private static final int EMBEDDED_POOL_SIZE = 4;

    /** The server ends what takes too long, so that an instance that hangs does not hold its locks. */
    private static final String LIMITS = "set statement_timeout = '" + STATEMENT.toSeconds() + "s'; "
            + "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '" + SOCKET.toSeconds() + "s'";

    /** Where a database is and how it is entered. */
    record Address(String url, String user, Secret password, int poolSize, boolean embedded) {}

    private final Address address;
    private final Optional<EmbeddedDatabase> embedded;
    private final EarlyConnection source;
    private final Connections connections;

    private Database(Address address, Optional<EmbeddedDatabase> embedded) {
        this.address = address;
        this.embedded = embedded;
        this.source = withAddress(new EarlyConnection());
        this.connections = new Connections(source, address.poolSize(), CONNECT, LIMITS);
    }

    private Database connecting() {
        source.begin();
        return this;
    }

    /** Does what can be done for the first connection before it is known where to; on a thread of its own, at a start. */
    public static void rehearse() {
        EarlyConnection.rehearse();
    }

    /**
     * Opens the way to the configured database. An embedded one is started; another need not be there yet.
     *
     * @throws RosterStoreException.Fault if the embedded database cannot be started; the message says what to do
     */
    public static Database open(DatabaseConfig config) {
        if (config instanceof DatabaseConfig.Embedded embedded) {
            return openEmbedded(embedded.dir());
        }
        DatabaseConfig.Url url = (DatabaseConfig.Url) config;
        return new Database(new Address(url.url(), url.user(), url.password(), url.poolSize(), false), Optional.empty())
                .connecting();
    }

    private static Database openEmbedded(Path dir) {
        EmbeddedDatabase embedded;
        try {
            embedded = EmbeddedDatabase.start(dir);
        } catch (NoClassDefFoundError e) {
            throw new RosterStoreException.Fault("this build has no embedded PostgreSQL: set database.url", e);
        }
        try {
            return new Database(
                            new Address(
                                    embedded.url(),
                                    EmbeddedDatabase.USER,
                                    embedded.password(),
                                    EMBEDDED_POOL_SIZE,
                                    true),
                            Optional.of(embedded))
                    .connecting();
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    /** Connections with automatic commit, which are to be closed soon. */
    public DataSource dataSource() {
        return connections;
    }

    /** Connections of their own, for {@link RosterWatch}; whatever it asks is answered within seconds or not at all. */
    public DataSource watching() {
        PGSimpleDataSource watching = withAddress(new PGSimpleDataSource());
        watching.setSocketTimeout((int) CONNECT.toSeconds());
        return watching;
    }

    /**
     * Brings the schema to the newest version; see {@link Migrations}.
     *
     * @throws RosterStoreException.Unavailable if the database is away
     * @throws RosterStoreException.Fault if this program and that database do not fit; the message says why
     */
    public void migrate() {
        if (!isCurrent()) {
            // It may take long, and needs several connections whatever the size of the pool.
            PGSimpleDataSource unpooled = withAddress(new PGSimpleDataSource());
            unpooled.setSocketTimeout(0);
            Migrations.migrate(unpooled);
        }
    }

    /** If it is, the connection that found it so is the first that is given out. */
    private boolean isCurrent() {
        Connection connection = Migrations.connect(source);
        boolean kept = false;
        try {
            boolean current = Migrations.isCurrent(connection);
            if (current) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(LIMITS);
                }
                connections.beginWith(connection);
                kept = true;
            }
            return current;
        } catch (SQLException e) {
            throw RosterStoreException.of(e);
        } finally {
            if (!kept) {
                EarlyConnection.closeQuietly(connection);
            }
        }
    }

    /** Why the database cannot be reached, in words; empty: it can. Takes 5 s at most. */
    public Optional<String> fault() {
        try (Connection connection = connections.getConnection()) {
            return connection.isValid((int) CONNECT.toSeconds())
                    ? Optional.empty()
                    : Optional.of("the database does not answer");
        } catch (SQLException e) {
            return Optional.of(RosterStoreException.words(e));
        }
    }

    /** Gives the connections back, and ends the embedded database in order. */
    @Override
    public void close() {
        connections.close();
        source.close();
        embedded.ifPresent(EmbeddedDatabase::close);
    }

    private <S extends PGSimpleDataSource> S withAddress(S source) {
        source.setUrl(address.url());
        source.setUser(address.user());
        source.setPassword(address.password().reveal());
        Properties properties = driverProperties(address);
        try {
            for (String name : properties.stringPropertyNames()) {
                source.setProperty(name, properties.getProperty(name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    /** For the driver; what the configured URL says goes before it. */
    private static Properties driverProperties(Address address) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "server-roster");
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // An error's details quote rows, and rows hold what peers wrote: no log needs that.
        properties.setProperty("logServerErrorDetail", "false");
        if (address.embedded()) {
            // Whoever takes the port while our database is down must not be told the password.
            properties.setProperty("requireAuth", "scram-sha-256");
        }
        return properties;
    }
}
