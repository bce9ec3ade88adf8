package org.serverroster.roster;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.NumberFormat;
import java.util.Calendar;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections; one of them early, on a thread of its own, while the rest of the program is made ready: to prove the
 * password takes thousands of hashes, which Java has not compiled yet. Any thread.
 */
final class EarlyConnection extends PGSimpleDataSource implements AutoCloseable {

    private static final long serialVersionUID = 1L;

    /** Null once somebody has it. */
    private final transient AtomicReference<CompletableFuture<Connection>> early = new AtomicReference<>();

    /**
     * Proves a password to nobody, and has Java look up the customs of the country, as the driver does to read a version:
     * what takes most of the time that a connection needs is then ready, and may be made so while the configuration is
     * being read. The driver comes last, for it waits for the log.
     */
    static void rehearse() {
        try {
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec("nobody".toCharArray(), new byte[16], 300, 256));
        } catch (GeneralSecurityException e) {
            // Whoever is asked for a password will say so.
        }
        NumberFormat.getIntegerInstance();
        Calendar.getInstance();
        new Driver();
    }

    /** Begins to open one. */
    void begin() {
        CompletableFuture<Connection> opening = new CompletableFuture<>();
        early.set(opening);
        Thread thread = new Thread(
                () -> {
                    try {
                        opening.complete(open());
                    } catch (SQLException | RuntimeException e) {
                        opening.completeExceptionally(e);
                    }
                },
                "database-connect");
        thread.setDaemon(true);
        thread.start();
    }

    /** The early one, for whoever asks first; else a new one. */
    @Override
    public Connection getConnection() throws SQLException {
        CompletableFuture<Connection> opening = early.getAndSet(null);
        if (opening == null) {
            return open();
        }
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            giveUp(opening);
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    /** As the driver's manager would; but that one first looks through all libraries for drivers. */
    private Connection open() throws SQLException {
        Properties entry = new Properties();
        entry.setProperty("user", getUser());
        entry.setProperty("password", getPassword());
        Connection connection = new Driver().connect(getUrl(), entry);
        if (connection == null) {
            throw new SQLException("no address of a PostgreSQL database", "08001");
        }
        return connection;
    }

    /** Closes the one that nobody took. */
    @Override
    public void close() {
        giveUp(early.getAndSet(null));
    }

    private static void giveUp(CompletableFuture<Connection> opening) {
        if (opening != null) {
            opening.thenAccept(EarlyConnection::closeQuietly);
        }
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It was of no use any more.
        }
    }
}
