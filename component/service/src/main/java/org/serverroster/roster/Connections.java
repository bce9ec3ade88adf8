package org.serverroster.roster;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections with automatic commit, on which every wait is bounded: the first is the one that a start has made already,
 * and is closed for good by who has it; all others are a pool's, which begins with the second. So no roster waits for the
 * pool to begin. Any thread.
 */
final class Connections implements DataSource, AutoCloseable {

    private final EarlyConnection source;
    private final int poolSize;
    private final Duration patience;
    private final String limits;

    /** Null once somebody has it. */
    private final AtomicReference<Connection> first = new AtomicReference<>();

    /** Null before the pool begins. */
    private HikariDataSource pool;

    private boolean closed;

    /**
     * @param source the connections themselves
     * @param patience how long to wait for one
     * @param limits a statement that sets a new one's limits
     */
    Connections(EarlyConnection source, int poolSize, Duration patience, String limits) {
        this.source = source;
        this.poolSize = poolSize;
        this.patience = patience;
        this.limits = limits;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection open = first.getAndSet(null);
        return open != null ? open : pool().getConnection();
    }

    /** Gives that one, which has its limits, to whoever asks first. */
    void beginWith(Connection open) {
        first.set(open);
    }

    /** It does not begin before it is asked for a connection. */
    private synchronized HikariDataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("the database is closed", "08003");
        }
        if (pool == null) {
            pool = new HikariDataSource();
            pool.setPoolName("server-roster");
            pool.setDataSource(source);
            pool.setMaximumPoolSize(poolSize);
            pool.setMinimumIdle(1);
            pool.setConnectionTimeout(patience.toMillis());
            pool.setValidationTimeout(patience.toMillis() / 2);
            pool.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
            // The database may come later than this program.
            pool.setInitializationFailTimeout(-1);
            pool.setConnectionInitSql(limits);
        }
        return pool;
    }

    /** Gives all back; there are no more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
        Connection unused = first.getAndSet(null);
        if (unused != null) {
            EarlyConnection.closeQuietly(unused);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("there is one user");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException("log4j");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("set once, when this is made");
    }

    @Override
    public int getLoginTimeout() {
        return (int) patience.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("log4j");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
