package org.serverroster.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process that ends when this JVM ends, however that ends. It runs in a session of its own, so Ctrl-C in the
 * terminal reaches this JVM alone, which then stops it in order. Any thread.
 *
 * <p>How it is tied: the JVM holds the writing end of a pipe; a shell next to the process reads the other end and kills
 * the process at the end of file, unless it was told that the process ended in order. (Linux's parent-death signal
 * would do it when the <em>thread</em> that started the process ends, which in a test is soon.)
 */
final class ForegroundProcess {

    /** The shell becomes the process, so {@code $$}, and the pid that Java knows, are the process's own. */
    private static final String TIED_TO_STDIN =
            "exec 3<&0 </dev/null; (read -r line <&3 || kill -KILL $$) >/dev/null 2>&1 & exec 3<&-; exec \"$@\"";

    private static final String GUARD = "read -r line || %s";

    private static final byte[] ENDED = "ended\n".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final Process process;
    private final OutputStream tie;

    private ForegroundProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.tie = process.getOutputStream();
        // Else the shell would later kill whatever has this pid by then.
        process.onExit().thenRun(this::untie);
    }

    /**
     * Starts the process; its standard output and error are one.
     *
     * @param name what it is, for messages
     * @param environment added to this JVM's own
     * @param output a file to append to, or null to read it through {@link #output()}
     */
    static ForegroundProcess start(
            String name, List<String> command, Map<String, String> environment, Path directory, Path output) {
        return launch(name, TIED_TO_STDIN, command, environment, directory, output);
    }

    /**
     * Starts a shell that runs a command line in the folder when this JVM has ended without dismissing it: for what
     * cannot be started as a process of this JVM's own.
     */
    static ForegroundProcess startGuard(String name, String commandLine, Path directory) {
        return launch(name, GUARD.formatted(commandLine), List.of(), Map.of(), directory, Path.of("/dev/null"));
    }

    private static ForegroundProcess launch(
            String name,
            String script,
            List<String> arguments,
            Map<String, String> environment,
            Path directory,
            Path output) {
        List<String> tied = new ArrayList<>(List.of("setsid", "sh", "-c", script, name));
        tied.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(tied).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        if (output != null) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        }
        try {
            return new ForegroundProcess(name, builder.start());
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot start " + name, fault);
        }
    }

    /** The pid of the process itself. */
    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Standard output and error, if they do not go to a file. */
    InputStream output() {
        return process.getInputStream();
    }

    /** Sends SIGTERM and waits. A process that ignores it is killed, and counts as a failure. */
    int stop(Duration limit) {
        // Process.destroy would close our ends of the pipes first, and with them the tie.
        process.toHandle().destroy();
        try {
            return awaitExit(limit);
        } catch (AssertionError stubborn) {
            kill();
            throw stubborn;
        }
    }

    /** Sends SIGKILL and waits until the process is gone. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Waits for the process's own end, and returns its exit code (128 + n after signal n). */
    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(name + " (pid " + pid() + ") still runs after " + limit.toMillis() + " ms");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the end of " + name, interrupted);
        }
        untie();
        return process.exitValue();
    }

    /** Tells a guard that it is not needed any more, and waits for its end. */
    void dismiss() {
        untie();
        awaitExit(Duration.ofSeconds(10));
    }

    private void untie() {
        try (tie) {
            tie.write(ENDED);
        } catch (IOException alreadyUntied) {
            // The shell is gone or the pipe was closed by an earlier call: nothing is left to untie.
        }
    }
}
