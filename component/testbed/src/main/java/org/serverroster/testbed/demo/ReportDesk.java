package org.serverroster.testbed.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.XmppServer;
import org.serverroster.testbed.example.Incidents;

/** The program of montague.lit that shares reports with trusted servers alone, as a process of its own. One thread. */
final class ReportDesk {

    static final String COMPONENT = "incidents." + Scene.MONTAGUE;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServiceProcess process;

    private ReportDesk(ServiceProcess process) {
        this.process = process;
    }

    /** Starts it; {@link #awaitAttached} is still to be called. */
    static ReportDesk start(Operator operator, Path folder) {
        XmppServer server = operator.server();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Incidents.class.getName(),
                server.address().getHostAddress(),
                Integer.toString(server.componentPort(COMPONENT)),
                COMPONENT,
                operator.roster(),
                // What a peer's roster is called beyond the peer's own name is the same as here.
                operator.roster()
                        .substring(
                                0, operator.roster().length() - server.domain().length()));
        return new ReportDesk(
                ServiceProcess.start(COMPONENT, command, Map.of("INCIDENTS_SECRET", server.secret(COMPONENT)), folder));
    }

    void awaitAttached() {
        awaitLine("is attached");
    }

    /** The next line that it prints with these words in it. */
    String awaitLine(String words) {
        return process.awaitLine("'" + words + "'", PATIENCE, line -> line.contains(words));
    }

    boolean running() {
        return process.running();
    }

    void stop() {
        process.close();
    }
}
