package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase;

/** The schema's way from version to version, by real processes at once on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Upgrades")
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Path folder;
    private TestDatabase postgres;

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        postgres = TestDatabase.start(folder.resolve("database"));
    }

    @AfterAll
    void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private ServiceProcess start(String command, TestDatabase.Database database) throws IOException {
        Path file = Files.writeString(folder.resolve("server-roster.conf"), """
                server-roster {
                  components = [ { domain = "buddies.montague.lit", secret = "montague's own 8f2b61", admins = [] } ]
                  database { url = "%s", user = "%s", password = "%s" }
                  http { listen = off }
                }
                """.formatted(
                        database.url(), database.user(), database.password()));
        return ServiceProcess.launch(
                "org.serverroster.Main",
                System.getProperty("java.class.path"),
                List.of(command, "--config", file.toString()),
                Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                folder);
    }

    @Test
    @DisplayName("\"migrations run under an advisory lock by one of several instances\": four that start at once")
    void severalAtOnce() throws IOException {
        TestDatabase.Database database = postgres.createDatabase("several");
        List<ServiceProcess> all = List.of(
                start("migrate", database),
                start("migrate", database),
                start("migrate", database),
                start("migrate", database));
        assertThat(all.stream().map(each -> each.awaitExit(PATIENCE))).containsOnly(0);

        int versions = postgres.query(database, "select version from flyway_schema_history where success")
                .size();
        assertThat(postgres.query(database, "select 1 from flyway_schema_history"))
                .hasSize(versions);
        // Of each version it is said once that it was applied, by whoever did.
        int applied = all.stream()
                .flatMap(each -> each.output().stream())
                .filter(line -> line.contains("the database's schema is at version " + versions))
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*, (\\d+) applied now$", "$1")))
                .sum();
        assertThat(applied).isEqualTo(versions);
    }

    @Test
    @DisplayName("\"an older binary refuses a newer schema with a clear message\", and changes nothing")
    void olderProgram() throws IOException {
        TestDatabase.Database database = postgres.createDatabase("newer");
        assertThat(start("migrate", database).awaitExit(PATIENCE)).isZero();
        postgres.execute(database, """
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)""");
        Stream.of("run", "migrate").forEach(command -> {
            try {
                ServiceProcess older = start(command, database);
                assertThat(older.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(older.output())
                        .last()
                        .asString()
                        .contains(" FATAL ")
                        .contains(
                                "the database's schema is at version 99, which this program is too old for: run the newer"
                                        + " program that made it so");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(postgres.query(database, "select 1 from roster")).isEmpty();
    }
}
