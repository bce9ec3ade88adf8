package org.serverroster.roster;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.config.Secret;
import org.serverroster.testbed.Await;

/** A PostgreSQL that a test starts and ends as it likes: always on the same port, with the same data. */
final class TestPostgres implements AutoCloseable {

    /** The majors at both ends of what the roster is good for. */
    enum Version {
        OLDEST,
        NEWEST;

        private PgBinaryResolver binaries() {
            return this == OLDEST
                    ? (system, machine) ->
                            Files.newInputStream(Path.of("target/oldest-postgres/postgres-linux-x86_64.txz"))
                    : (system, machine) -> DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        }
    }

    private final Version version;
    private final Path dir;
    private final int port;
    private Path data;
    private EmbeddedPostgres server;

    TestPostgres(Version version) throws IOException {
        this.version = version;
        dir = Files.createTempDirectory("server-roster-test");
        data = dir.resolve("data");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
    }

    void start() throws IOException {
        start(data);
    }

    /** Starts on another data directory. */
    void start(Path onto) throws IOException {
        data = onto;
        server = EmbeddedPostgres.builder()
                .setPgBinaryResolver(version.binaries())
                .setOverrideWorkingDirectory(Path.of("target/postgres-bin").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setServerConfig("unix_socket_directories", "")
                // The library is made for tests, and would forget what it has just committed when it is killed.
                .setServerConfig("synchronous_commit", "on")
                // The smallest there is: a small disk has room for it.
                .setLocaleConfig("wal-segsize", "1")
                .setServerConfig("min_wal_size", "2MB")
                .setServerConfig("max_wal_size", "8MB")
                .setPort(port)
                .start();
    }

    void stop() throws IOException {
        server.close();
        server = null;
    }

    /** Ends all its processes without warning (SIGKILL), as a crash of the machine would. */
    void kill() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle all = ProcessHandle.of(postmaster).orElseThrow();
        // The first must not see the others go: it would begin to recover.
        List<ProcessHandle> killed =
                Stream.concat(Stream.of(all), all.descendants()).toList();
        killed.forEach(ProcessHandle::destroyForcibly);
        Await.until(
                Duration.ofSeconds(30),
                () -> killed.stream().noneMatch(ProcessHandle::isAlive),
                () -> "PostgreSQL lives on after SIGKILL");
        stop();
    }

    /** Whether its first process runs. */
    boolean running() throws IOException {
        Path pid = data.resolve("postmaster.pid");
        return Files.exists(pid)
                && ProcessHandle.of(
                                Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                        .filter(ProcessHandle::isAlive)
                        .isPresent();
    }

    int port() {
        return port;
    }

    /** The way to it, whether it runs or not. */
    Database database() {
        return database(port);
    }

    /** The way to one of its databases; whoever is there is let in. */
    Database database(String name, String user) {
        return Database.open(new DatabaseConfig.Url(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, user, new Secret("unused"), 3));
    }

    /** The way to it through {@code port}. */
    static Database database(int port) {
        return Database.open(new DatabaseConfig.Url(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", new Secret("unused"), 3));
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            stop();
        }
        SharedDatabase.delete(dir);
    }
}
