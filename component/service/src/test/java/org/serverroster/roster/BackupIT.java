package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/** "backup and restore with pg_dump documented and tested": runs the commands of README.md as they stand there. */
@DisplayName("Backup and restore")
class BackupIT {

    private static final LocalDomain MONTAGUE = LocalDomain.parse("montague.lit");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** After {@code sudo -u postgres}, the operator of the database; the programs here need no other user. */
    private static final String SUDO = """
            #!/bin/sh
            if [ "$1" = -u ]; then PGUSER=$2; export PGUSER; shift 2; fi
            exec "$@"
            """;

    @TempDir
    Path folder;

    private List<String> commands;

    @BeforeEach
    void readManual() throws IOException {
        String manual = Files.readString(Path.of("../../README.md"));
        int begin = manual.indexOf("### Backup and restore");
        String section = manual.substring(begin, manual.indexOf("\n#", begin + 1));
        commands = Pattern.compile("(?s)```\\n(.*?)```")
                .matcher(section)
                .results()
                .map(MatchResult::group)
                .map(block -> block.replace("```", "").strip())
                .toList();
        // One to dump and one to restore a database of one's own, the same for the embedded one's folder, and one live.
        assertThat(commands).hasSize(5);
        Path programs = Files.createDirectory(folder.resolve("bin"));
        program(programs.resolve("sudo"), SUDO);
        program(programs.resolve("systemctl"), "#!/bin/sh\n");
    }

    private static void program(Path file, String text) throws IOException {
        assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
    }

    private void run(String script, int port) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        folder.resolve("bin") + ":" + System.getenv("PATH"),
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        Integer.toString(port),
                        "PGPASSWORD",
                        "unused"));
        Path said = folder.resolve("said");
        Process process = builder.redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(script + "\n" + Files.readString(said))
                .isTrue();
    }

    /** A server with a role and a database as README.md has them made. */
    private static TestPostgres server(TestPostgres.Version version) throws IOException, SQLException {
        TestPostgres server = new TestPostgres(version);
        server.start();
        try (Database operator = server.database()) {
            Sql.execute(operator.dataSource(), "create role serverroster login password 'unused'");
            Sql.execute(operator.dataSource(), "create database serverroster owner serverroster");
        }
        return server;
    }

    private static void fill(Database database, Database operator) throws IOException, SQLException {
        database.migrate();
        SampleRoster.fill(operator.dataSource());
        RosterStore store = new RosterStore(database.dataSource());
        ask(store, 9);
        RosterItem known = store.load(MONTAGUE).find(ServiceScenario.peer(1)).orElseThrow();
        SubscriptionRules rules = new SubscriptionRules(true, 0);
        Jid admin = Jid.parse("admin@montague.lit");
        Decision approval = rules.approve(known, admin, true, "welcome", Instant.EPOCH);
        assertThat(store.commit(MONTAGUE, 10, List.of(approval))).isTrue();
        assertThat(Sql.text(operator.dataSource(), "select string_agg(kind, ' ' order by id) from outbox"))
                .isEqualTo("subscribed subscribe");
    }

    private static void ask(RosterStore store, long version) {
        RosterItem none = RosterItem.none(ServiceScenario.peer(1), Instant.EPOCH);
        Decision request = ServiceScenario.request(1).rule().decide(store.load(MONTAGUE), none, Instant.EPOCH);
        assertThat(store.commit(MONTAGUE, version, List.of(request))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A dump by pg_dump, restored on the same or on a newer PostgreSQL, holds all there was and works on")
    void dumpAndRestore(TestPostgres.Version target) throws Exception {
        Map<String, String> before;
        RosterStore restored;
        try (TestPostgres oldest = server(TestPostgres.Version.OLDEST)) {
            try (Database database = oldest.database("serverroster", "serverroster");
                    Database operator = oldest.database("serverroster", "postgres")) {
                fill(database, operator);
                before = SampleRoster.rows(operator.dataSource());
                run(commands.get(0), oldest.port());
            }
        }
        try (TestPostgres server = server(target)) {
            run(commands.get(1), server.port());
            try (Database database = server.database("restored", "serverroster");
                    Database operator = server.database("restored", "postgres")) {
                database.migrate();
                Map<String, String> after = SampleRoster.rows(operator.dataSource());
                for (String table : List.of("roster_item", "roster_event", "outbox")) {
                    assertThat(after.get(table)).as(table).isEqualTo(before.get(table));
                }
                restored = new RosterStore(database.dataSource());
                assertThat(restored.load(MONTAGUE).version())
                        .as("no reader takes an older copy of its own for the newest")
                        .isEqualTo(1_000_011);
                assertAppendOnly(operator.dataSource());
                assertThat(restored.outbox(MONTAGUE).backlog().rows()).isEqualTo(2);

                long newest = Long.parseLong(Sql.text(operator.dataSource(), "select max(id) from roster_event"));
                RosterItem known =
                        restored.load(MONTAGUE).find(ServiceScenario.peer(1)).orElseThrow();
                Decision end = new SubscriptionRules(true, 0).unsubscribed(known, "", Instant.EPOCH);
                assertThat(restored.commit(MONTAGUE, 1_000_011, List.of(end))).isTrue();
                assertThat(Long.parseLong(Sql.text(operator.dataSource(), "select max(id) from roster_event")))
                        .isGreaterThan(newest);
                assertThat(restored.history(MONTAGUE, Optional.of(ServiceScenario.peer(1)), 1))
                        .singleElement()
                        .extracting(RosterEvent::action)
                        .isEqualTo(RosterEvent.Action.LEFT);
            }
        }
    }

    private static void assertAppendOnly(DataSource database) {
        for (String change : List.of(
                "update roster_event set reason = 'forged'",
                "delete from roster_event",
                "truncate roster_event",
                "set session_replication_role = replica; delete from roster_event")) {
            assertThatThrownBy(() -> Sql.execute(database, change)).as(change).hasMessageContaining("append-only");
        }
    }

    @Test
    @DisplayName("The embedded database's folder, packed while the program is stopped, and unpacked after a loss")
    void copyOfTheFolder() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        DatabaseConfig.Embedded config = new DatabaseConfig.Embedded(home.resolve("postgres"));
        Map<String, String> before;
        try (Database database = Database.open(config)) {
            fill(database, database);
            before = SampleRoster.rows(database.dataSource());
        }
        run(commands.get(2).replace("/var/lib/server-roster", home.toString()), 0);
        SharedDatabase.delete(home.resolve("postgres"));
        run(commands.get(3).replace("/var/lib/server-roster", home.toString()), 0);
        try (Database database = Database.open(config)) {
            database.migrate();
            assertThat(SampleRoster.rows(database.dataSource())).isEqualTo(before);
            assertAppendOnly(database.dataSource());
        }
    }
}
