package org.serverroster.roster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections; one of them early, on a thread of its own, while the rest of the program is made ready: to prove the
 * password takes thousands of hashes, which Java has not compiled yet. Any thread.
 */
final class EarlyConnection extends PGSimpleDataSource implements AutoCloseable {

    private static final long serialVersionUID = 1L;

    /** Null once somebody has it. */
    private final transient AtomicReference<CompletableFuture<Connection>> early = new AtomicReference<>();

    /** Begins to open one. */
    void begin() {
        CompletableFuture<Connection> opening = new CompletableFuture<>();
        early.set(opening);
        Thread thread = new Thread(
                () -> {
                    try {
                        opening.complete(super.getConnection());
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
            return super.getConnection();
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

    /** Takes an open connection, for whoever asks next. */
    void keep(Connection connection) {
        giveUp(early.getAndSet(CompletableFuture.completedFuture(connection)));
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
