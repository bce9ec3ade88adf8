package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.xmpp.LocalDomain;

@DisplayName("The event log is read by a thread of its own, with a bounded queue and a deadline")
class EventReaderTest {

    private static final LocalDomain HERE = LocalDomain.parse("buddies.montague.lit");

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** A database that does not answer until it is let, and then that it is away. */
    private final RosterStore store = new RosterStore((DataSource) Proxy.newProxyInstance(
            EventReaderTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                return connect();
            }));

    private Connection connect() throws SQLException, InterruptedException {
        begun.countDown();
        mayEnd.await();
        throw new SQLException("away", "08001");
    }

    private static Class<?> failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(20, TimeUnit.SECONDS);
            return Assertions.fail("was answered");
        } catch (ExecutionException e) {
            return e.getCause().getClass();
        }
    }

    @AfterEach
    void end() {
        mayEnd.countDown();
    }

    @Test
    void a_database_that_does_not_answer_ends_in_a_timeout_and_what_waits_behind_it_too() throws Exception {
        try (EventReader reader = new EventReader(store, Duration.ofMillis(50), 1)) {
            CompletableFuture<List<RosterEvent>> read = reader.history(HERE, Optional.empty(), 1);
            begun.await();
            CompletableFuture<List<RosterEvent>> waits = reader.history(HERE, Optional.empty(), 1);

            assertThat(failure(read)).isEqualTo(TimeoutException.class);
            assertThat(failure(waits)).isEqualTo(TimeoutException.class);
        }
    }

    @Test
    void what_does_not_fit_is_refused_at_once_and_a_fault_is_told() throws Exception {
        try (EventReader reader = new EventReader(store, Duration.ofSeconds(20), 1)) {
            CompletableFuture<List<RosterEvent>> read = reader.history(HERE, Optional.empty(), 1);
            begun.await();
            CompletableFuture<List<RosterEvent>> waits = reader.history(HERE, Optional.empty(), 1);

            assertThat(failure(reader.history(HERE, Optional.empty(), 1))).isEqualTo(RejectedExecutionException.class);
            mayEnd.countDown();
            assertThat(failure(read)).isEqualTo(RosterStoreException.Unavailable.class);
            assertThat(failure(waits)).isEqualTo(RosterStoreException.Unavailable.class);
        }
    }
}
