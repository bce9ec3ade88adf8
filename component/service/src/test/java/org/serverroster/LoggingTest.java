package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** "one line an event, readable by an operator; what a peer wrote is escaped": config/log4j2.xml in a process of its own. */
class LoggingTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    @TempDir
    Path folder;

    /** Logs what the test looks for, through each of the three ways in. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            Logger log = LogManager.getLogger("org.serverroster.stream.Stream");
            log.info("{} attached to {}", "buddies.montague.lit", "127.0.0.1:5347");
            log.warn("peer says \"{}\"", "a\r\n2026-01-01 ERROR forged\u001b[2J\u202egnp.exe ünïcode …");
            log.error("it broke", new IllegalStateException("because\nof this", new RuntimeException("and that")));
            log.debug("not shown");
            LogManager.getLogger("org.serverroster.wire").error("not shown: {}", "<handshake/>");
            LoggerFactory.getLogger("org.flywaydb.core").info("not shown");
            LoggerFactory.getLogger("org.flywaydb.core").warn("library is tired");
            java.util.logging.Logger.getLogger("org.postgresql.Driver").log(Level.FINE, "not shown");
            java.util.logging.Logger.getLogger("org.postgresql.Driver").log(Level.WARNING, "driver is tired");
        }
    }

    private List<String> log(String... options) throws Exception {
        Path output = folder.resolve("output");
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("One line an event, also for what spans lines; libraries are heard only when something is wrong")
    void oneLineAnEvent() throws Exception {
        assertThat(log("-Dlog4j2.configurationFile=../../config/log4j2.xml"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(TIME + "INFO  buddies\\.montague\\.lit attached to 127\\.0\\.0\\.1:5347"),
                        line -> assertThat(line)
                                .matches(TIME + "WARN  .*")
                                .endsWith("peer says \"a\\r\\n2026-01-01 ERROR forged?[2J?gnp.exe ünïcode …\""),
                        line -> assertThat(line)
                                .matches(TIME + "ERROR it broke \\| .*")
                                .contains("IllegalStateException: because\\nof this", "and that", "LoggingTest.java"),
                        line -> assertThat(line).matches(TIME + "WARN  library is tired"),
                        line -> assertThat(line).matches(TIME + "WARN  driver is tired"));
    }

    @Test
    @DisplayName("Without an installation the same file counts, from the class path")
    void packaged() throws Exception {
        assertThat(log()).hasSize(5).first().asString().contains("INFO  buddies.montague.lit attached");
    }

    @Test
    @DisplayName("The wire is logged where the operator asks for it")
    void wire() throws Exception {
        String text = Files.readString(Path.of("../../config/log4j2.xml"))
                .replace(
                        "name=\"org.serverroster.wire\" level=\"off\"",
                        "name=\"org.serverroster.wire\" level=\"debug\"");
        Path file = Files.writeString(folder.resolve("mine.xml"), text);
        assertThat(log("-Dlog4j2.configurationFile=" + file))
                .anySatisfy(line -> assertThat(line).contains("<handshake/>"));
    }
}
