package org.serverroster.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.serverroster.testbed.TestDatabase.Database;

/**
 * A start of the built service on a real database, against a played server, for the build: Java writes down the classes
 * that it loads, and makes an archive of them from which later starts take them ready made. Of one thread.
 */
public final class Rehearsal {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String DOMAIN = "buddies.montague.lit";

    private Rehearsal() {}

    /**
     * Writes the list, and has the archive made. Where the embedded database does not run, as for root in some containers,
     * there is neither, and the build goes on: a start then takes longer, and all else is the same.
     *
     * @param arguments the folder of the service, with its launcher in {@code bin} and the libraries in {@code lib}, where
     *     the list goes
     */
    public static void main(String[] arguments) throws IOException {
        Path launcher = Path.of(arguments[0], "bin", "server-roster");
        Path list = Path.of(arguments[0], "lib", "start.classes");
        Files.deleteIfExists(list);
        Path folder = Files.createTempDirectory("server-roster-rehearsal");
        try {
            rehearse(launcher, list, folder);
            run(launcher, folder, "prepare");
        } catch (AssertionError | UncheckedIOException fault) {
            Files.deleteIfExists(list);
            System.err.println("The start was not rehearsed, so that it takes longer: " + fault.getMessage());
        } finally {
            delete(folder);
        }
    }

    private static void rehearse(Path launcher, Path list, Path folder) throws IOException {
        Path written = folder.resolve("classes");
        CountDownLatch answered = new CountDownLatch(1);
        try (TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
                PlayedServer server = PlayedServer.open(stanza -> {
                    if (stanza.id().equals("r1")) {
                        answered.countDown();
                    }
                })) {
            // As most are run; where the database is embedded, it alone takes longer than all else.
            Database database = postgres.createDatabase("rehearsal");
            Path config = Files.writeString(folder.resolve("server-roster.conf"), """
                    server-roster {
                      components = [ {
                        domain = "%1$s", host = "127.0.0.1", port = %2$d, secret = "rehearsal"
                        admins = ["admin@montague.lit"], readers = ["incidents.montague.lit"]
                      } ]
                      database { url = "%4$s", user = "%5$s", password = "%6$s" }
                      http { listen = "127.0.0.1:%3$d" }
                    }
                    """.formatted(
                            DOMAIN,
                            server.port(),
                            FreePort.onLoopback(),
                            database.url(),
                            database.user(),
                            database.password()));
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
            // The start of a new database is not the one that is to be quick.
            run(launcher, folder, "migrate", "--config", config.toString());
            ServiceProcess service = ServiceProcess.start(
                    "the service",
                    List.of(launcher.toString(), "run", "--config", config.toString()),
                    Map.of("JAVA_OPTS", "-Xshare:off -XX:DumpLoadedClassList=" + written),
                    folder);
            try (service) {
                server.awaitAttachment(1, PATIENCE);
                server.send("<iq type='get' id='r1' from='incidents.montague.lit' to='" + DOMAIN
                        + "'><trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/></iq>");
                await(answered);
                service.stop();
            }
            Files.move(written, list, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void run(Path launcher, Path folder, String... arguments) {
        List<String> command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList();
        ServiceProcess process = ServiceProcess.start(arguments[0], command, Map.of(), folder);
        if (process.awaitExit(PATIENCE) != 0) {
            throw new AssertionError(String.join("; ", process.output()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
