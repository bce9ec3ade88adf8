package org.serverroster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.bench.load.ComponentPort;
import org.serverroster.bench.load.Link;
import org.serverroster.testbed.ServiceProcess;

/**
 * A component under measurement, as a process of its own that attaches to a port of its own, and whose log goes to a file.
 * Of one thread.
 */
public final class Program implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final String name;
    private final Path log;
    private final ComponentPort port;
    private final ServiceProcess process;
    private final Optional<Path> recording;
    private Link link;
    private final long begun;

    private Program(
            String name, Path log, ComponentPort port, ServiceProcess process, long begun, Optional<Path> recording) {
        this.name = name;
        this.log = log;
        this.port = port;
        this.process = process;
        this.begun = begun;
        this.recording = recording;
    }

    /**
     * Starts it; it will connect to the port.
     *
     * @param folder its working directory, which gets its log
     * @param environment added to this JVM's own
     * @param recording where its flight recording goes at the end, if there is one
     */
    static Program start(
            String name,
            Path folder,
            ComponentPort port,
            List<String> command,
            Map<String, String> environment,
            Optional<Path> recording) {
        try {
            Files.createDirectories(folder);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        Path log = folder.resolve("log");
        // An operator's log goes to a file or a journal too, and not through this JVM.
        List<String> logging = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >>'" + log + "' 2>&1", name));
        logging.addAll(command);
        long begun = System.nanoTime();
        return new Program(name, log, port, ServiceProcess.start(name, logging, environment, folder), begun, recording);
    }

    /** Waits until it is attached, and returns how long that took since it was started, in seconds. */
    public double attach() throws IOException {
        try {
            link = port.accept(START);
        } catch (IOException fault) {
            throw new IOException(name + " does not attach; it says:\n" + logTail(), fault);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Waits until it has attached again, after the link was closed. */
    public void attachAgain() throws IOException {
        link.close();
        link = port.accept(START);
    }

    /** The stream to it. */
    public Link link() {
        return link;
    }

    /** Its pid. */
    public long pid() {
        return process.pid();
    }

    /** Seconds of CPU that it took so far. */
    public double cpuSeconds() throws IOException {
        return ProcessFacts.cpuSeconds(pid());
    }

    /** The last lines of its log. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException fault) {
            return "(" + fault + ")";
        }
    }

    /** Ends it without ceremony: nobody waits for its goodbyes. */
    @Override
    public void close() {
        try {
            if (recording.isPresent()) {
                Jcmd.run(pid(), "JFR.dump", "filename=" + recording.get().toAbsolutePath());
            }
            if (process.running()) {
                process.kill();
            }
            if (link != null) {
                link.close();
            }
            port.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
