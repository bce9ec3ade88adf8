package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.serverroster.testbed.Await;

/**
 * The launcher as a script calls it: no terminal, and an environment without what the caller's own has. Looks at every run
 * for secrets that show where they must not. Of the test's thread.
 */
final class Launcher {

    private static final Path LAUNCHER =
            Path.of("../bin/server-roster").toAbsolutePath().normalize();
    private static final long LIMIT_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> secrets;

    /**
     * @param folder the working directory
     * @param environment of every run
     * @param secrets what no run may print or have among its arguments
     */
    Launcher(Path folder, Map<String, String> environment, List<String> secrets) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.secrets = List.copyOf(secrets);
    }

    /** How a run ended. */
    record Result(int exitCode, String out, String err) {

        /** The rows of the table without its heading, each with one space between its cells. */
        List<String> rows() {
            return out.lines()
                    .skip(1)
                    .map(line -> line.replaceAll(" {2,}", " "))
                    .toList();
        }
    }

    Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** @param more added to the environment; an empty value takes a variable away */
    Result run(Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return runCommand(more, command, "", "");
    }

    /**
     * The same with a terminal, at which a person answers a question; what is shown there is the output.
     *
     * @param question part of it; empty where none is asked
     * @param typed without the line end
     */
    Result runAtTerminal(Map<String, String> more, String question, String typed, String... arguments) {
        StringBuilder quoted = new StringBuilder("stty cols 80; exec '" + LAUNCHER + "'");
        for (String argument : arguments) {
            quoted.append(" '").append(argument).append('\'');
        }
        return runCommand(more, List.of("script", "-qec", quoted.toString(), "/dev/null"), question, typed);
    }

    private Result runCommand(Map<String, String> more, List<String> command, String question, String typed) {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("SERVER_ROSTER_") || name.equals("JAVA_OPTS"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            builder.environment().putAll(more);
            builder.environment().values().removeIf(String::isEmpty);
            Process process = builder.start();
            if (!question.isEmpty()) {
                // Not before: what is typed ahead, a terminal shows.
                Await.until(
                        Duration.ofSeconds(LIMIT_SECONDS),
                        () -> Files.readString(out).contains(question),
                        () -> "not asked " + question);
                process.getOutputStream().write((typed + "\n").getBytes(StandardCharsets.UTF_8));
            }
            process.getOutputStream().close();
            watchArguments(process);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            secrets.forEach(secret -> {
                assertThat(result.out()).doesNotContain(secret);
                assertThat(result.err()).doesNotContain(secret);
            });
            return result;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted: " + command, interrupted);
        }
    }

    /** Until it ends, what every user of the machine sees of it and what it starts. */
    private void watchArguments(Process process) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        do {
            List<ProcessHandle> all =
                    new ArrayList<>(process.toHandle().descendants().toList());
            all.add(process.toHandle());
            for (ProcessHandle each : all) {
                String shown = each.info().commandLine().orElse("");
                secrets.forEach(secret -> assertThat(shown).doesNotContain(secret));
            }
        } while (!process.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() < end);
    }
}
