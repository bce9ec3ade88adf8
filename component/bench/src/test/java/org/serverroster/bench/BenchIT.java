package org.serverroster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs. What it measures is no matter here: nothing in a test may depend on how fast a machine is. */
class BenchIT {

    private static final Path LAUNCHER =
            Path.of("../service/target/dist/bin/server-roster").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    @DisplayName("Every row gives figures, in the table, as JSON and as a drawing")
    void everyRow() throws IOException {
        Path json = folder.resolve("figures.json");
        Path plot = folder.resolve("growth.svg");

        String words = run("--quick", "--json", json.toString(), "--plot", plot.toString());

        assertThat(words)
                .contains("| path ")
                .contains("trust questions over one socket")
                .contains("trust questions through prosody")
                .contains("trust questions through ejabberd")
                .contains("subscription changes, durable")
                .contains("approvals by command")
                .contains("start to attached, empty roster")
                .contains("resident at rest")
                .contains("peers are greeted")
                .contains("heap of an item");
        assertThat(Files.readString(json)).contains("\"quick\": true", "\"row\": \"growth\"");
        assertThat(Files.readString(plot)).startsWith("<svg").endsWith("</svg>\n");
    }

    @Test
    @DisplayName("A row that there is not is refused, and the others are named")
    void noSuchRow() {
        ByteArrayOutputStream words = new ByteArrayOutputStream();

        int exitCode = Bench.run(print(words), LAUNCHER, folder, List.of("--only", "speed"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(words.toString(StandardCharsets.UTF_8)).contains("no row speed", "trust", "growth");
    }

    private String run(String... arguments) {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        int exitCode = Bench.run(print(words), LAUNCHER, folder, List.of(arguments));
        assertThat(exitCode).as(words.toString(StandardCharsets.UTF_8)).isZero();
        return words.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream words) {
        return new PrintStream(words, true, StandardCharsets.UTF_8);
    }
}
