package org.serverroster.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every server has in common: its process, its ports, its folder. One thread at a time, guarded by its monitor. */
abstract sealed class LocalServer implements XmppServer permits ProsodyServer, EjabberdServer {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 1000;
    private static final int LOG_TAIL_LINES = 60;

    private final InetAddress address;
    private final Path folder;
    private final Map<String, Integer> componentPorts;
    private final int c2sPort;
    private ServerPlan plan;
    private ForegroundProcess process;

    LocalServer(ServerPlan plan, LoopbackNetwork network, Path folder, Map<String, Integer> componentPorts) {
        this.plan = plan;
        this.folder = folder;
        this.componentPorts = componentPorts;
        this.address = network.address(plan.domain());
        this.c2sPort = network.port(address, 5222);
        plan.components().keySet().forEach(component -> network.name(component, address));
    }

    /** Writes the configuration for this plan. */
    abstract void configure(ServerPlan current) throws IOException;

    abstract List<String> command();

    abstract Map<String, String> environment();

    /** Ports beyond those of clients, servers and components that listen once it is up. */
    abstract List<Integer> otherPorts();

    /** The folder of one server, with room for what it keeps. */
    static Path folderFor(ServerPlan plan, Path parent) {
        try {
            return Files.createDirectories(parent.resolve(plan.domain()).toAbsolutePath());
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot make a folder for " + plan.domain(), fault);
        }
    }

    final Path folder() {
        return folder;
    }

    final Path log() {
        return folder.resolve("server.log");
    }

    @Override
    public final String domain() {
        return plan.domain();
    }

    @Override
    public final InetAddress address() {
        return address;
    }

    @Override
    public final int c2sPort() {
        return c2sPort;
    }

    @Override
    public final int componentPort(String componentDomain) {
        Integer port = componentPorts.get(componentDomain);
        if (port == null) {
            throw new IllegalArgumentException(domain() + " has no component " + componentDomain);
        }
        return port;
    }

    @Override
    public final synchronized String secret(String componentDomain) {
        componentPort(componentDomain);
        return plan.components().get(componentDomain);
    }

    @Override
    public final synchronized void changeSecret(String componentDomain, String secret) {
        componentPort(componentDomain);
        plan = plan.withComponent(componentDomain, secret);
    }

    @Override
    public final synchronized void installBridge(String componentDomain) {
        componentPort(componentDomain);
        plan = plan.withBridge(componentDomain);
    }

    @Override
    public final synchronized void start() {
        if (running()) {
            throw new IllegalStateException(domain() + " runs already");
        }
        try {
            configure(plan);
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write the configuration of " + domain(), fault);
        }
        process = ForegroundProcess.start(domain(), command(), environment(), folder, folder.resolve("console.log"));
        List<Integer> ports = new ArrayList<>(componentPorts.values());
        ports.add(c2sPort);
        ports.add(LoopbackNetwork.S2S_PORT);
        ports.addAll(otherPorts());
        try {
            Await.until(
                    START,
                    () -> !process.alive() || ports.stream().allMatch(this::accepts),
                    () -> domain() + " does not accept connections\n" + logTail());
            if (!process.alive()) {
                throw new AssertionError(domain() + " ended at its start\n" + logTail());
            }
        } catch (AssertionError fault) {
            close();
            throw fault;
        }
    }

    @Override
    public final synchronized void stop() {
        requireRunning();
        process.stop(STOP);
    }

    @Override
    public final synchronized void kill() {
        requireRunning();
        process.kill();
    }

    @Override
    public final synchronized boolean running() {
        return process != null && process.alive();
    }

    @Override
    public final synchronized void close() {
        if (running()) {
            process.stop(STOP);
        }
    }

    @Override
    public final String logTail() {
        StringBuilder tail = new StringBuilder();
        for (Path file : List.of(log(), folder.resolve("console.log"))) {
            if (Files.exists(file)) {
                tail.append("--- ").append(file).append('\n');
                lines(file).forEach(line -> tail.append(line).append('\n'));
            }
        }
        return tail.toString();
    }

    final void requireRunning() {
        if (!running()) {
            throw new IllegalStateException(domain() + " does not run\n" + logTail());
        }
    }

    private boolean accepts(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static List<String> lines(Path file) {
        try {
            // Not readAllLines: a server may log bytes that are no UTF-8.
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - LOG_TAIL_LINES), all.size());
        } catch (IOException fault) {
            return List.of("(cannot be read: " + fault + ")");
        }
    }
}
