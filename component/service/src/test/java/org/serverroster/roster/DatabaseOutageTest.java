package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.answers;
import static org.serverroster.roster.ServiceScenario.await;
import static org.serverroster.roster.ServiceScenario.refused;
import static org.serverroster.roster.ServiceScenario.request;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.roster.RosterChange.Refusal;

/** The database goes and comes back: nothing is lost, nothing is said that is not so, and the order stays. */
class DatabaseOutageTest {

    private TestPostgres server;
    private Database database;

    @BeforeEach
    void start() throws IOException {
        server = new TestPostgres(TestPostgres.Version.NEWEST);
        server.start();
        database = server.database();
        database.migrate();
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        server.close();
    }

    @Test
    void stoppedAndStartedAgainUnderLoad() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                for (int n = 1; n <= 3_000; n++) {
                    assertThat(scenario.service.submit(request(n))).isTrue();
                }
            });
            scenario.awaitSent(100);
            server.stop();
            load.join();
            scenario.service.submit(request(3_001));
            await("the service knows", () -> !scenario.service.status().databaseReachable());
            assertThat(scenario.service.status().fault()).isNotEmpty();
            await(
                    "what was committed has left",
                    () -> scenario.sent.size()
                            == 2 * scenario.service.snapshot().size());

            server.start();
            scenario.awaitSent(2 * 3_001);
            assertThat(scenario.sent).isEqualTo(answers(1, 3_001));
            assertThat(scenario.service.status()).isEqualTo(new RosterService.Status(true, ""));
            scenario.assertSameAsDatabase();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    @DisplayName("a commit whose answer is lost: each stanza leaves once, whether it was carried out or not")
    void theAnswerToACommitIsLost(CuttingProxy.Cut where) throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port());
                Database throughProxy = TestPostgres.database(proxy.port());
                ServiceScenario scenario = ServiceScenario.started(throughProxy.dataSource())) {
            // A connection's first commit is the one that the driver sends as text.
            proxy.cutNext(where);
            scenario.service.submit(request(1));
            scenario.service.submit(request(2));
            scenario.service.submit(request(3));
            scenario.awaitSent(6);
            assertThat(proxy.hasCut()).isTrue();
            assertThat(scenario.sent).isEqualTo(answers(1, 3));
            assertThat(scenario.store.history(scenario.domain, Optional.empty(), 10))
                    .hasSize(3);
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    @DisplayName("a connection that goes while rows are copied: they are written on another, each once")
    void theConnectionGoesInACopy() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port());
                Database throughProxy = TestPostgres.database(proxy.port());
                ServiceScenario scenario = ServiceScenario.started(throughProxy.dataSource())) {
            proxy.cutNext(CuttingProxy.Cut.IN_COPY);
            IntStream.rangeClosed(1, 1_000).forEach(n -> scenario.service.submit(request(n)));
            scenario.awaitSent(2 * 1_000);
            assertThat(proxy.hasCut()).isTrue();
            assertThat(scenario.sent).isEqualTo(answers(1, 1_000));
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    @DisplayName("an item that somebody wrote past the service ends a copy, and no request is lost by it")
    void anItemThatTheServiceDoesNotKnow() throws Exception {
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
            Sql.execute(
                    database.dataSource(),
                    "insert into roster_item (local_domain, peer, state, approved, blocked, name, groups, note, since)"
                            + " values ('" + scenario.domain + "', '" + ServiceScenario.peer(700)
                            + "', 'None', false, true, '', '{}', '', now())");
            IntStream.rangeClosed(1, 1_000).forEach(n -> scenario.service.submit(request(n)));
            scenario.awaitSent(2 * 1_000);
            assertThat(scenario.sent).isEqualTo(answers(1, 1_000));
            scenario.assertSameAsDatabase();
        }
    }

    @Test
    void startingWaitsForTheDatabase() throws Exception {
        server.stop();
        try (ServiceScenario scenario = new ServiceScenario(database.dataSource())) {
            CompletableFuture<Boolean> started = CompletableFuture.supplyAsync(() -> {
                try {
                    return scenario.service.start();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await("it has tried", () -> scenario.service.status().fault().contains("SQLSTATE"));
            assertThat(started).isNotDone();
            assertThat(scenario.service.isLoaded()).isFalse();
            server.start();
            assertThat(started.join()).isTrue();
            assertThat(scenario.service.isLoaded()).isTrue();
        }
    }

    @Test
    void closingDoesNotWaitForADatabaseThatIsAway() throws Exception {
        ServiceScenario scenario = ServiceScenario.started(database.dataSource());
        server.stop();
        IntStream.rangeClosed(1, 3).forEach(n -> scenario.service.submit(request(n)));
        await("it has tried", () -> !scenario.service.status().databaseReachable());
        assertThat(scenario.service.close(Duration.ofMillis(1))).isFalse();
        // Without waiting: the caller closes the stream next.
        assertThat(scenario.sent)
                .containsExactly(
                        refused(Refusal.STOPPING, 1), refused(Refusal.STOPPING, 2), refused(Refusal.STOPPING, 3));
    }

    @Test
    void aHealthCheckSaysWhatIsWrong() throws IOException {
        assertThat(database.fault()).isEmpty();
        server.stop();
        assertThat(database.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("SQLSTATE 08"));
    }
}
