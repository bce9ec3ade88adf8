package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.answers;
import static org.serverroster.roster.ServiceScenario.await;
import static org.serverroster.roster.ServiceScenario.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.xmpp.LocalDomain;

/**
 * "A request that arrived is kept or answered", with a PostgreSQL that is killed, loses its connections and has no room:
 * each change is carried out once, in order, and the roster and the event log are whole afterwards.
 */
class DatabaseFaultsTest {

    private TestPostgres server;
    private Database database;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new TestPostgres(TestPostgres.Version.NEWEST);
    }

    private void startOn(Path data) throws IOException {
        server.start(data);
        database = server.database();
        database.migrate();
    }

    @AfterEach
    void stop() throws IOException {
        if (database != null) {
            database.close();
        }
        server.close();
    }

    private static CompletableFuture<Void> load(ServiceScenario scenario, int from, int to) {
        return CompletableFuture.runAsync(() -> IntStream.rangeClosed(from, to)
                .forEach(n -> assertThat(scenario.service.submit(request(n))).isTrue()));
    }

    /** Each request led to one item, one version and one event, in the order in which they were made. */
    private static void assertComplete(ServiceScenario scenario, int requests) throws SQLException {
        assertThat(scenario.sent).isEqualTo(answers(1, requests));
        scenario.assertSameAsDatabase();
        assertThat(scenario.service.snapshot().version()).isEqualTo(requests);
        String log = "select string_agg(peer || ' ' || version || ' ' || action, ', ' order by id) from roster_event"
                + " where local_domain = '" + scenario.domain + "'";
        assertThat(Sql.text(scenario.database, log).split(", "))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, requests)
                        .mapToObj(n -> ServiceScenario.peer(n) + " " + n + " requested")
                        .toList());
    }

    @Test
    @DisplayName("killed with -9 under load, twice, and started again: nothing is lost, nothing is done twice")
    void killedUnderLoad() throws Exception {
        startOn(folder.resolve("data"));
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
            for (int round = 0; round < 2; round++) {
                int before = 3_000 * round;
                CompletableFuture<Void> load = load(scenario, before + 1, before + 2_999);
                scenario.awaitSent(2 * before + 500);
                server.kill();
                load.join();
                // All of these may have been committed before the end.
                load(scenario, before + 3_000, before + 3_000).join();
                await("the service knows", () -> !scenario.service.status().databaseReachable());
                server.start(folder.resolve("data"));
                scenario.awaitSent(2 * (before + 3_000));
            }
            assertComplete(scenario, 6_000);
        }
    }

    @Test
    @DisplayName("connections ended at random under load, in the middle of whatever they did")
    void connectionsEndedUnderLoad() throws Exception {
        startOn(folder.resolve("data"));
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource());
                Database operator = server.database()) {
            CompletableFuture<Void> load = load(scenario, 1, 4_000);
            int ended = 0;
            while (scenario.sent.size() < 2 * 4_000 && ended < 5) {
                ended += Integer.parseInt(Sql.text(
                        operator.dataSource(),
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where state <> 'idle' and pid <> pg_backend_pid() and query ilike '%roster%'"));
            }
            load.join();
            scenario.awaitSent(2 * 4_000);
            assertThat(ended).isPositive();
            assertComplete(scenario, 4_000);
        }
    }

    @Test
    @DisplayName("a transaction that a crashed server lost is not taken for the one that got its number afterwards")
    void theNumberOfALostTransactionIsGivenAgain() throws Exception {
        startOn(folder.resolve("data"));
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
            RosterItem none = RosterItem.none(ServiceScenario.peer(1), Instant.EPOCH);
            Decision lost = request(1).rule().decide(scenario.service.snapshot(), none, Instant.EPOCH);
            String others = Sql.text(database.dataSource(), "select pg_current_xact_id()::text");
            RosterStoreException.InDoubt doubt = new RosterStoreException.InDoubt(
                    "the connection went",
                    null,
                    others,
                    Optional.of(lost.events().get(0)));
            assertThat(Sql.text(database.dataSource(), "select pg_xact_status('" + others + "'::xid8)"))
                    .isEqualTo("committed");
            assertThat(scenario.store.committed(scenario.domain, doubt)).isFalse();

            assertThat(scenario.store.commit(scenario.domain, 0, List.of(lost))).isTrue();
            assertThat(scenario.store.committed(scenario.domain, doubt)).isTrue();
            assertThat(scenario.store.committed(LocalDomain.parse("other.lit"), doubt))
                    .isFalse();
        }
    }

    @Test
    @DisplayName("a disk that fills up under load, and has room again")
    void fullDisk() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("disk"), 96);
        // Where nobody may mount one, the next test alone fills a disk; this line says so in the build's output.
        if (mounted.isEmpty()) {
            System.out.println("No file system may be mounted here: only one table's disk is full in this build.");
            return;
        }
        try (SmallDisk disk = mounted.get()) {
            startOn(disk.folder().resolve("data"));
            try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
                load(scenario, 1, 100).join();
                scenario.awaitSent(2 * 100);
                disk.fill(256 << 10);
                CompletableFuture<Void> load = load(scenario, 101, 6_000);
                await("there is no room left", () -> !scenario.service.status().databaseReachable());
                load.join();
                assertThat(scenario.sent).hasSizeLessThan(2 * 6_000);

                disk.free();
                startIfItGaveUp();
                scenario.awaitSent(2 * 6_000);
                assertComplete(scenario, 6_000);
            } finally {
                // Before what it lies on.
                database.close();
                server.stop();
            }
        }
    }

    /** Without room for its write-ahead log PostgreSQL ends itself, and may fail to recover until there is some. */
    private void startIfItGaveUp() throws IOException {
        if (!server.running()) {
            server.stop();
            server.start();
        }
    }

    @Test
    @DisplayName("no room for the event log alone: what belongs to it is not written either, and all of it later")
    void noRoomForTheEventLog() throws Exception {
        Path data = folder.resolve("data");
        startOn(data);
        Path table = data.resolve(Sql.text(database.dataSource(), "select pg_relation_filepath('roster_event')"));
        try (ServiceScenario scenario = ServiceScenario.started(database.dataSource())) {
            server.stop();
            Path aside = Files.move(table, folder.resolve("aside"));
            // Whatever is written there comes back as ENOSPC from the kernel.
            Files.createSymbolicLink(table, Path.of("/dev/full"));
            server.start(data);
            load(scenario, 1, 1_000).join();
            await("there is no room", () -> scenario.service.status().fault().contains("No space left on device"));
            assertThat(scenario.sent).isEmpty();
            assertThat(scenario.store.load(scenario.domain).size()).isZero();

            server.stop();
            Files.move(aside, table, StandardCopyOption.REPLACE_EXISTING);
            server.start(data);
            scenario.awaitSent(2 * 1_000);
            assertComplete(scenario, 1_000);
        }
    }

    @Test
    @DisplayName("\"keeps trying with backoff\": twice as long each time, and never longer than 5 s")
    void backsOff() {
        Backoff backoff = new Backoff();
        List<Long> waits = new ArrayList<>();
        IntStream.range(0, 100).forEach(n -> waits.add(backoff.due().toMillis()));
        assertThat(waits.subList(0, 6)).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L);
        assertThat(waits.subList(6, 100)).containsOnly(5_000L);
        backoff.reset();
        assertThat(backoff.due().toMillis()).isEqualTo(100);
    }
}
