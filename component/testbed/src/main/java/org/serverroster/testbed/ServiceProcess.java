package org.serverroster.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * The service, or any other Java program, as a process of its own, as an operator runs it. One thread of its own reads
 * what it prints; any thread may wait, stop and kill.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final String SERVICE = "org.serverroster.Main";
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int LINES_KEPT = 10_000;

    private final String name;
    private final ForegroundProcess process;
    private final Inbox<String> lines;
    private final ConcurrentLinkedDeque<String> output = new ConcurrentLinkedDeque<>();

    private ServiceProcess(String name, ForegroundProcess process) {
        this.name = name;
        this.process = process;
        this.lines = new Inbox<>(name, LINES_KEPT);
    }

    /**
     * Starts the service.
     *
     * @param classPath of the service, such as this JVM's {@code java.class.path}
     * @param folder its working directory, created if need be; gets the configuration file
     * @param configuration the whole text of its configuration
     */
    public static ServiceProcess run(String classPath, Path folder, String configuration) {
        try {
            Files.createDirectories(folder);
            Path file = Files.writeString(folder.resolve("server-roster.conf"), configuration);
            return launch(
                    SERVICE,
                    classPath,
                    List.of("run", "--config", file.toAbsolutePath().toString()),
                    Map.of(),
                    folder);
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write the configuration into " + folder, fault);
        }
    }

    /** Starts any main class with the Java of this JVM. */
    public static ServiceProcess launch(
            String mainClass, String classPath, List<String> arguments, Map<String, String> environment, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return start(mainClass, command, environment, folder);
    }

    /**
     * Starts any command, such as the service's launcher.
     *
     * @param name what it is, for messages
     * @param environment added to this JVM's own
     */
    public static ServiceProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder) {
        ServiceProcess service =
                new ServiceProcess(name, ForegroundProcess.start(name, command, environment, folder, null));
        Thread reader = new Thread(service::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return service;
    }

    /** Its pid. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean running() {
        return process.alive();
    }

    /** Waits for a line that it prints, to either stream; lines that were printed before and not taken count too. */
    public String awaitLine(String what, Duration limit, Predicate<String> wanted) {
        return lines.await("line with " + what, limit, wanted);
    }

    /** The newest lines that it printed, taken or not. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** Stops it in order (SIGTERM), and returns its exit code. */
    public int stop() {
        return withOutput(() -> process.stop(STOP));
    }

    /** Ends it without warning (SIGKILL), as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Waits for its own end, and returns its exit code. */
    public int awaitExit(Duration limit) {
        return withOutput(() -> process.awaitExit(limit));
    }

    /** Stops it if it runs. */
    @Override
    public void close() {
        if (running()) {
            stop();
        }
    }

    private int withOutput(IntSupplier ending) {
        try {
            int exitCode = ending.getAsInt();
            // The pipe may still hold its last words.
            lines.awaitEnd(STOP);
            return exitCode;
        } catch (AssertionError fault) {
            throw new AssertionError(name + " did not end; it printed:\n" + String.join("\n", output), fault);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                if (output.size() > LINES_KEPT) {
                    output.removeFirst();
                }
                lines.put(line);
            }
            lines.end("it closed its output");
        } catch (IOException fault) {
            lines.end("its output broke: " + fault.getMessage());
        }
    }
}
