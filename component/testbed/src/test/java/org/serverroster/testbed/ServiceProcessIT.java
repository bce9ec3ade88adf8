package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java program under a test's control. */
class ServiceProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Prints what it was given, then either fails or waits for a signal and says goodbye. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("argument " + arguments[0] + ", environment " + System.getenv("GREETING"));
            if (arguments[0].equals("fail")) {
                System.err.println("cannot");
                System.exit(78);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    @Test
    @DisplayName("SIGTERM lets the program say its last words")
    void stopsInOrder() {
        try (ServiceProcess program = launch("wait")) {
            assertThat(program.awaitLine("the environment", PATIENCE, line -> line.contains("environment")))
                    .isEqualTo("argument wait, environment hello");
            program.awaitLine("ready", PATIENCE, "ready"::equals);
            assertThat(ProcessHandle.of(program.pid())).isPresent();
            assertThat(program.stop()).isEqualTo(128 + 15);
            assertThat(program.output()).endsWith("goodbye");
            assertThat(program.running()).isFalse();
        }
    }

    @Test
    @DisplayName("SIGKILL does not")
    void isKilled() {
        try (ServiceProcess program = launch("wait")) {
            program.awaitLine("ready", PATIENCE, "ready"::equals);
            program.kill();
            assertThat(program.awaitExit(PATIENCE)).isEqualTo(128 + 9);
            assertThat(program.output()).doesNotContain("goodbye");
        }
    }

    @Test
    @DisplayName("A program that fails shows its exit code and both its streams; who waits for more is told at once")
    void showsItsFailure() {
        try (ServiceProcess program = launch("fail")) {
            assertThat(program.awaitExit(PATIENCE)).isEqualTo(78);
            assertThat(program.output()).contains("cannot");
            assertThatThrownBy(() -> program.awaitLine("ready", Duration.ofDays(1), "ready"::equals))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("cannot");
        }
    }

    private ServiceProcess launch(String argument) {
        return ServiceProcess.launch(
                Program.class.getName(),
                System.getProperty("java.class.path"),
                List.of(argument),
                Map.of("GREETING", "hello"),
                folder);
    }
}
