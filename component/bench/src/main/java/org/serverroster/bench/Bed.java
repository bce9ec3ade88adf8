package org.serverroster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.bench.load.ComponentPort;
import org.serverroster.bench.load.Link;
import org.serverroster.bench.load.Questions;
import org.serverroster.bench.rival.WhackRival;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase.Database;

/** What the rows share: where to write, the databases, and how the programs under measurement are started. One thread. */
public final class Bed implements AutoCloseable {

    /** The component that is measured, whichever program it is. */
    public static final String COMPONENT = "buddies.montague.lit";

    /** Who may decide. */
    public static final String ADMIN = "admin@montague.lit";

    /** Who may ask. */
    public static final String ASKER = "incidents.montague.lit";

    /** Of ours and of the rival, where the target says so. */
    public static final String SMALL_HEAP = "-Xmx256m";

    /** Else a JVM that is killed leaves a file of its counters behind. */
    private static final String OWN_OPTION = "-XX:-UsePerfData";

    private static final Duration COMMAND = Duration.ofMinutes(1);

    /** More would only cost time: this many are spread evenly over a larger roster. */
    private static final int MOST_ASKED = 100_000;

    private final Path launcher;
    private final Path folder;
    private final Sizes sizes;
    private final Progress progress;
    private final Optional<Path> plot;
    private final Optional<Path> profile;
    private final Rosters rosters;
    private final String secret = randomSecret();
    private int programs;

    /**
     * Nothing is started yet.
     *
     * @param launcher of the service, as it is distributed
     * @param folder for all that is written
     * @param plot where the growth is to be drawn, if it is
     * @param profile the folder for recordings of the service, if there are to be any
     */
    public Bed(
            Path launcher, Path folder, Sizes sizes, Progress progress, Optional<Path> plot, Optional<Path> profile) {
        this.launcher = launcher;
        this.folder = folder;
        this.sizes = sizes;
        this.progress = progress;
        this.plot = plot;
        this.profile = profile;
        this.rosters = new Rosters(folder, this::migrate);
    }

    /** Of every component that is attached to a real server. */
    public String secret() {
        return secret;
    }

    /** How much is measured. */
    public Sizes sizes() {
        return sizes;
    }

    /** Where to say what goes on. */
    public Progress progress() {
        return progress;
    }

    /** Where the growth is to be drawn, if it is. */
    public Optional<Path> plot() {
        return plot;
    }

    /** The databases. */
    public Rosters rosters() {
        return rosters;
    }

    /** A folder of its own for whoever asks. */
    public Path newFolder(String name) {
        programs++;
        try {
            return Files.createDirectories(folder.resolve(programs + "-" + name));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Starts the service on a roster, to attach to a port of its own. */
    public Program service(Database roster, String... jvmOptions) throws IOException {
        ComponentPort port = ComponentPort.open();
        Path own = newFolder("service");
        String configuration = configuration(roster, "127.0.0.1", port.number(), secret);
        List<String> options = new ArrayList<>(List.of(OWN_OPTION));
        options.addAll(List.of(jvmOptions));
        if (profile.isPresent()) {
            options.add("-XX:StartFlightRecording=settings=profile");
        }
        Map<String, String> environment = Map.of("JAVA_OPTS", String.join(" ", options));
        Optional<Path> recording = profile.map(into -> into.resolve(own.getFileName() + ".jfr"));
        return Program.start("the service", own, port, run(own, configuration), environment, recording);
    }

    /** Starts the service on a roster, to attach to a real server. */
    public ServiceProcess service(Database roster, String host, int port) throws IOException {
        Path own = newFolder("service");
        List<String> command = run(own, configuration(roster, host, port, secret));
        return ServiceProcess.start("the service", command, Map.of("JAVA_OPTS", OWN_OPTION + " " + SMALL_HEAP), own);
    }

    /** Starts the rival, to attach to a port of its own. */
    public Program rival(int items, String... jvmOptions) throws IOException {
        ComponentPort port = ComponentPort.open();
        List<String> command = java(jvmOptions);
        command.addAll(List.of(WhackRival.class.getName(), Integer.toString(port.number()), Integer.toString(items)));
        return Program.start("the rival", newFolder("rival"), port, command, Map.of(), Optional.empty());
    }

    /** The Java of this JVM with its class path, up to the main class, which is to be added. */
    public List<String> java(String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(OWN_OPTION);
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** Questions about a roster of that size, half of them about its items. */
    public Questions questions(int items) {
        return Questions.about(items, MOST_ASKED, ASKER, COMPONENT);
    }

    /** Waits until so many peers have been greeted with presence. */
    public void awaitGreetings(Link link, long number) throws IOException {
        long[] seen = {0};
        link.receiveUntil(
                stanza -> {
                    if (stanza.isPresence()) {
                        seen[0]++;
                    }
                },
                () -> seen[0] >= number);
    }

    @Override
    public void close() {
        rosters.close();
    }

    private List<String> run(Path own, String configuration) throws IOException {
        Path file = write(own, configuration);
        return List.of(launcher.toString(), "run", "--config", file.toString());
    }

    /** As the service wants it: what holds a password is nobody else's to read. */
    private static Path write(Path own, String configuration) throws IOException {
        Path file = Files.createFile(
                own.resolve("server-roster.conf"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, configuration);
    }

    private static String randomSecret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void migrate(Database empty) {
        Path own = newFolder("migrate");
        try {
            Path file = write(own, configuration(empty, "127.0.0.1", 1, secret));
            List<String> command = List.of(launcher.toString(), "migrate", "--config", file.toString());
            ServiceProcess migration = ServiceProcess.start("migrate", command, Map.of(), own);
            if (migration.awaitExit(COMMAND) != 0) {
                throw new IllegalStateException("migrate failed: " + migration.output());
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /**
     * As an operator could write it. The limits on requests, which protect from strangers, are off: they would be what is
     * measured.
     */
    private static String configuration(Database roster, String host, int port, String secret) {
        return """
                server-roster {
                  components = [
                    {
                      domain = "%s", host = "%s", port = %d, secret = "%s"
                      admins = ["%s"], readers = ["%s"]
                    }
                  ]
                  database { url = "%s", user = "%s", password = "%s" }
                  http { listen = "off" }
                  limits { max-pending = 0, requests-per-minute = 0, peer-requests-per-minute = 0 }
                }
                """.formatted(
                        COMPONENT, host, port, secret, ADMIN, ASKER, roster.url(), roster.user(), roster.password());
    }
}
