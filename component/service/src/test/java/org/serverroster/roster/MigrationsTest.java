package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationsTest {

    private static int databases;

    private TestPostgres server;
    private String name;
    private Database database;

    @BeforeAll
    void start() throws IOException {
        server = new TestPostgres(TestPostgres.Version.NEWEST);
        server.start();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void createDatabase() throws IOException, SQLException {
        if (!server.running()) {
            server.start();
        }
        name = "migrations" + databases++;
        try (Database operator = server.database()) {
            Sql.execute(operator.dataSource(), "create database " + name);
        }
        database = server.database(name, "postgres");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void severalAtOnceAndAgain() {
        List<CompletableFuture<Void>> all = Stream.generate(() -> CompletableFuture.runAsync(database::migrate))
                .limit(3)
                .toList();
        all.forEach(CompletableFuture::join);
        database.migrate();
        assertThat(new RosterStore(database.dataSource())
                        .load(LocalDomain.parse("montague.lit"))
                        .version())
                .isZero();
    }

    @Test
    @DisplayName("migrations run under an advisory lock by one of several instances; the others wait for it")
    void theOthersWait() throws Exception {
        try (Connection hindrance = database.dataSource().getConnection();
                Statement statement = hindrance.createStatement()) {
            hindrance.setAutoCommit(false);
            // What the first migration wants to make, in a transaction that is not over.
            statement.execute("create table roster ()");
            List<CompletableFuture<Void>> all = Stream.generate(() -> CompletableFuture.runAsync(database::migrate))
                    .limit(3)
                    .toList();
            String locks = "select count(*) from pg_locks where locktype = 'advisory' and granted";
            String waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
            ServiceScenario.await("one has the lock and is hindered, the only one that is", () -> {
                try {
                    return Sql.text(database.dataSource(), locks).equals("1")
                            && Sql.text(database.dataSource(), waiting).equals("1");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(all).noneMatch(CompletableFuture::isDone);
            hindrance.rollback();
            all.forEach(CompletableFuture::join);
        }
        assertThat(Sql.text(database.dataSource(), "select count(*) from flyway_schema_history where success"))
                .isEqualTo(Integer.toString(newest()));
    }

    static IntStream earlierVersions() throws IOException {
        return IntStream.range(1, newest());
    }

    /** Versions have no gaps. */
    private static int newest() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../migrations"))) {
            return (int) files.filter(file -> file.getFileName().toString().matches("V\\d+__.*\\.sql"))
                    .count();
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    @DisplayName("A database of an earlier version keeps what it holds")
    void dataStays(int version) throws Exception {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .target(Integer.toString(version))
                .load()
                .migrate();
        SampleRoster.fill(database.dataSource());
        if (version >= 4) {
            Sql.execute(
                    database.dataSource(),
                    "insert into outbox (key, local_domain, peer, kind, reason, presence)"
                            + " values (gen_random_uuid(), 'montague.lit', 'to.lit', 'unsubscribed', 'why', true)");
        }
        Map<String, String> before = SampleRoster.rows(database.dataSource());
        assertThat(before.get("roster_item")).contains("None + Pending Out/In", "Capulets");

        database.migrate();
        for (Map.Entry<String, String> table : before.entrySet()) {
            // Each row has what it had; a later version may have added to it.
            String kept = "select '"
                    + SampleRoster.rows(database.dataSource())
                            .get(table.getKey())
                            .replace("'", "''") + "'::jsonb @> '"
                    + table.getValue().replace("'", "''") + "'::jsonb";
            assertThat(Sql.text(database.dataSource(), kept)).as(table.getKey()).isEqualTo("t");
        }
        RosterStore store = new RosterStore(database.dataSource());
        LocalDomain montague = LocalDomain.parse("montague.lit");
        Roster roster = store.load(montague);
        assertThat(roster.version()).isEqualTo(9);
        assertThat(roster.items().stream().map(item -> item.state()))
                .containsExactlyInAnyOrder(SubscriptionState.values());
        assertThat(store.history(montague, Optional.empty(), 100)).hasSize(14);
        RosterItem item = RosterItem.none(ServiceScenario.peer(1), Instant.EPOCH);
        assertThat(store.commit(
                        montague, 9, List.of(ServiceScenario.request(1).rule().decide(roster, item, Instant.EPOCH))))
                .isTrue();
    }

    private boolean isCurrent() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return SchemaLook.isCurrent(connection);
        }
    }

    @Test
    @DisplayName("What Flyway has just brought up to date is current at a look, so that the next start asks it nothing")
    void currentAtALook() throws Exception {
        assertThat(SchemaLook.NEWEST).isEqualTo(newest());
        assertThat(isCurrent()).isFalse();
        database.migrate();
        assertThat(isCurrent()).isTrue();
        database.migrate();
        assertThat(isCurrent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from flyway_schema_history where version = '7'",
                "delete from flyway_schema_history where version = '2'",
                "update flyway_schema_history set success = false where version = '7'",
                "update flyway_schema_history set checksum = checksum + 1 where version = '3'",
                "update flyway_schema_history set checksum = null where version = '3'",
                "update flyway_schema_history set type = 'BASELINE' where version = '1'",
                "update flyway_schema_history set script = 'V7__other.sql' where version = '7'",
                "update flyway_schema_history set version = null where version = '7'",
                "insert into flyway_schema_history select 8, '8', description, type, 'V8__later.sql', checksum,"
                        + " installed_by, installed_on, execution_time, success from flyway_schema_history"
                        + " where version = '7'",
                "create schema postgres", // which comes first on the search path, and has no tables
            })
    @DisplayName("Whatever else stands there, a look leaves to Flyway")
    void notCurrentAtALook(String change) throws Exception {
        database.migrate();
        Sql.execute(database.dataSource(), change);
        assertThat(isCurrent()).isFalse();
    }

    @Test
    void aSchemaThatIsNewerThanThisProgramIsRefused() throws SQLException {
        database.migrate();
        Sql.execute(
                database.dataSource(),
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(database::migrate)
                .withMessageContaining("is at version 99, which this program is too old for");
    }

    @Test
    void aMigrationThatWasChangedAfterwardsIsRefused() throws SQLException {
        database.migrate();
        Sql.execute(database.dataSource(), "update flyway_schema_history set checksum = checksum + 1");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(database::migrate)
                .withMessageContaining("a migration was changed or removed");
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() throws IOException {
        server.stop();
        assertThatExceptionOfType(RosterStoreException.Unavailable.class).isThrownBy(database::migrate);
    }

    @Test
    void whoMayNotChangeTheSchemaIsTold() throws SQLException {
        Sql.execute(database.dataSource(), "create role somebody login password 'open sesame'");
        try (Database other = server.database(name, "somebody")) {
            assertThatExceptionOfType(RosterStoreException.Fault.class)
                    .isThrownBy(other::migrate)
                    .withMessageContaining("permission denied")
                    .withMessageNotContaining("sesame");
        }
    }
}
