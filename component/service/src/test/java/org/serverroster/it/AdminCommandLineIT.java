package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.it.Launcher.Result;

/** "The command line as an XMPP admin (Smack over c2s, never the database)", against a real server and a real service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminCommandLineIT {

    private CommandLineBed bed;
    private Launcher launcher;

    @BeforeAll
    void start(@TempDir Path folder) {
        bed = CommandLineBed.start(folder);
        launcher = bed.launcher();
    }

    @AfterAll
    void stop() {
        bed.close();
    }

    private Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** On this machine, and so without TLS. */
    private Result run(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--tls", "off"));
        return launcher.run(environment, all.toArray(String[]::new));
    }

    @Test
    @DisplayName("An administrator sees and changes the roster from a script, with tables for people")
    void tables() {
        Result subscribed = run("subscribe", "CAPULET.LIT", "verona.lit.");
        assertThat(subscribed.err()).isEmpty();
        assertThat(subscribed.exitCode()).isZero();
        assertThat(subscribed.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("capulet.lit is asked to let this server subscribe"),
                        line -> assertThat(line).startsWith("verona.lit is asked to let this server subscribe"));

        Result roster = run("roster");
        assertThat(roster.exitCode()).isZero();
    }
}
