package org.serverroster.roster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears from the database that a roster was changed, which may be another instance's doing, and tells the roster. The
 * database notifies at each commit; besides, and for a notification that gets lost, the versions are compared every
 * {@link #COMPARE}. It also hears when another instance has left in order.
 *
 * <p>One thread, {@code roster-watch}, with a connection of its own, which it opens again for ever. The public methods are
 * for any thread.
 */
public final class RosterWatch implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(RosterWatch.class);

    /** The channel of the notifications: {@code DOMAIN VERSION}, or {@code DOMAIN left}. */
    static final String CHANNEL = "server_roster";

    static final String LEFT = "left";

    /** Less than the 5 s after which a change is known here at the latest. */
    static final Duration COMPARE = Duration.ofSeconds(3);

    private static final String VERSION = "select version from roster where local_domain = ?";

    /** A roster that is to be told of newer versions, and what is known of them. Owned by the watch's thread. */
    private static final class Watched {
        private final RosterService roster;
        private final Runnable left;
        /** The newest version of which a notification came. */
        private long notified;
        /** The newest version that was found without one, at the last comparison. */
        private long unheard;

        Watched(RosterService roster, Runnable left) {
            this.roster = roster;
            this.left = left;
        }
    }

    private final DataSource database;
    private final Map<String, Watched> rosters = new HashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "roster-watch");
    private volatile Optional<Connection> current = Optional.empty();
    private boolean away;

    /** @param database gives connections that nobody else uses, and on which no wait is longer than a few seconds */
    public RosterWatch(DataSource database) {
        this.database = database;
        thread.setDaemon(true);
    }

    /**
     * Has that roster told; to be called before {@link #start}.
     *
     * @param left called when an instance that spoke for the domain has said that it is unavailable, and is gone; on the
     *     watch's thread, must not wait
     */
    public void tell(RosterService roster, Runnable left) {
        rosters.put(roster.domain().toString(), new Watched(roster, left));
    }

    public void start() {
        thread.start();
    }

    /** Ends it; does not wait. */
    @Override
    public void close() {
        stop.countDown();
        current.ifPresent(RosterWatch::abort);
    }

    private void run() {
        Backoff backoff = new Backoff();
        do {
            try (Connection connection = database.getConnection()) {
                current = Optional.of(connection);
                listen(connection, backoff);
            } catch (SQLException e) {
                missed(e);
            } catch (RuntimeException e) {
                LOG.error("a fault of ours in listening for what other instances change", e);
            } finally {
                current = Optional.empty();
            }
        } while (backoff.pause(stop));
    }

    private void listen(Connection connection, Backoff backoff) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        PGConnection notifications = connection.unwrap(PGConnection.class);
        long compared = System.nanoTime() - COMPARE.toNanos();
        while (stop.getCount() > 0) {
            long wait = COMPARE.toNanos() - (System.nanoTime() - compared);
            if (wait <= 0) {
                compare(connection);
                reached(backoff);
                compared = System.nanoTime();
                wait = COMPARE.toNanos();
            }
            // 0 would mean: for ever.
            int millis = (int) Math.max(1, Duration.ofNanos(wait).toMillis());
            for (PGNotification each : notifications.getNotifications(millis)) {
                take(each.getParameter());
            }
        }
    }

    /** Whoever may use the database may notify: what is no word of a version is nothing to us. */
    private void take(String words) {
        int space = words.indexOf(' ');
        Watched watched = space < 0 ? null : rosters.get(words.substring(0, space));
        if (watched == null) {
            return;
        }
        if (words.endsWith(" " + LEFT)) {
            watched.left.run();
            return;
        }
        try {
            long version = Long.parseLong(words, space + 1, words.length(), 10);
            watched.notified = Math.max(watched.notified, version);
            watched.roster.isAt(version);
        } catch (NumberFormatException e) {
            LOG.debug("a notification that is not ours");
        }
    }

    private void compare(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(VERSION)) {
            for (Map.Entry<String, Watched> each : rosters.entrySet()) {
                select.setString(1, each.getKey());
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        compare(each.getValue(), row.getLong(1));
                    }
                }
            }
        }
    }

    /** A notification may follow the change that it tells of by a moment: it is lost if it did not come by the next time. */
    private static void compare(Watched watched, long version) {
        if (watched.unheard > watched.notified) {
            watched.roster.notificationLost();
            watched.notified = watched.unheard;
        }
        watched.unheard = version;
        watched.roster.isAt(version);
    }

    private void reached(Backoff backoff) {
        if (away) {
            LOG.info("what other instances change is heard of again");
        }
        away = false;
        backoff.reset();
    }

    /** One line when it begins, not one a try. */
    private void missed(SQLException e) {
        if (!away && stop.getCount() > 0) {
            LOG.warn(
                    "the database does not tell what other instances change; trying again until it does: {}",
                    RosterStoreException.words(e));
        }
        away = true;
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("the connection for notifications: {}", e.getMessage());
        }
    }
}
