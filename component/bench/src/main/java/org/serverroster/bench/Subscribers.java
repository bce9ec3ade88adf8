package org.serverroster.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.serverroster.bench.load.Batch;
import org.serverroster.bench.load.Drain;
import org.serverroster.bench.load.Link;
import org.serverroster.testbed.TestDatabase.Database;

/**
 * Peers that ask to subscribe, each once, and a look into the database at how many of their requests are committed: the
 * version of the roster grows by one with each. Of one thread.
 */
final class Subscribers implements AutoCloseable {

    /** Below what the service lets wait (10,000): nobody is turned away. */
    private static final int UNDER_WAY = 5_000;

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(5).toNanos();
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Link link;
    private final Drain drain;
    private final Connection connection;
    private final PreparedStatement version;
    private int asked;

    /** Begins to receive from the link. */
    Subscribers(Program service, Database roster) {
        link = service.link();
        drain = Drain.start(link, stanza -> {});
        try {
            connection = DriverManager.getConnection(roster.url(), roster.user(), roster.password());
            version = connection.prepareStatement("select version from roster where local_domain = ?");
            version.setString(1, Bed.COMPONENT);
        } catch (SQLException fault) {
            throw new IllegalStateException("cannot ask the database", fault);
        }
    }

    /** That many more ask; returns how many requests were committed in a second, from the first stanza's way out on. */
    double ask(int number) throws IOException {
        Batch batch = Batch.of(asked + 1, number, Subscribers::subscribe);
        long before = committed();
        long done = 0;
        long begin = System.nanoTime();
        long lastNews = begin;
        while (done < number) {
            batch.send(link, (int) (done + UNDER_WAY - batch.sent()));
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            long now = committed() - before;
            drain.check();
            if (now > done) {
                lastNews = System.nanoTime();
            } else if (System.nanoTime() - lastNews > SILENCE.toNanos()) {
                throw new IOException("only " + now + " of " + number + " requests were committed");
            }
            done = now;
        }
        asked += number;
        return number * 1e9 / (System.nanoTime() - begin);
    }

    /** As a server hands it over: RFC 3921 section 8.2, with a reason as in XEP-0267. */
    static String subscribe(int number) {
        return "<presence type='subscribe' id='s" + number + "' from='asker" + number + ".capulet.example' to='"
                + Bed.COMPONENT + "' xml:lang='en'><status>Our users write to yours</status></presence>";
    }

    private long committed() {
        try (ResultSet row = version.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException fault) {
            throw new IllegalStateException("cannot ask the database", fault);
        }
    }

    @Override
    public void close() throws IOException {
        drain.close();
        try {
            connection.close();
        } catch (SQLException fault) {
            throw new IOException(fault);
        }
    }
}
