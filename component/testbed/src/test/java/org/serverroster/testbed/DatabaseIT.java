package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that tests may stop under the service's feet. */
class DatabaseIT {

    @TempDir
    Path folder;

    @Test
    @DisplayName("Data and port outlive a stop, during which nobody connects")
    void dataOutliveAStop() {
        try (TestDatabase server = TestDatabase.start(folder)) {
            TestDatabase.Database roster = server.createDatabase("roster");
            server.execute(roster, "CREATE TABLE item (peer text, asked int)");
            server.execute(roster, "INSERT INTO item VALUES (?, ?)", "capulet.lit", 3);

            server.stop();
            assertThatThrownBy(() -> server.query(roster, "SELECT 1")).hasStackTraceContaining("refused");
            server.start();

            assertThat(server.query(roster, "SELECT peer, asked FROM item WHERE asked > ?", 2))
                    .containsExactly(Map.of("peer", "capulet.lit", "asked", 3));
        }
    }

    @Test
    @DisplayName("Nobody enters without the password: a superuser runs programs as whoever runs the test")
    void asksForThePassword() {
        try (TestDatabase server = TestDatabase.start(folder)) {
            TestDatabase.Database roster = server.createDatabase("roster");
            TestDatabase.Database guessed = new TestDatabase.Database(roster.url(), roster.user(), "postgres");

            assertThatThrownBy(() -> server.query(guessed, "SELECT 1"))
                    .hasStackTraceContaining("password authentication failed");
        }
    }
}
