package org.serverroster.roster;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.config.Secret;

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
    private EmbeddedPostgres server;

    TestPostgres(Version version) throws IOException {
        this.version = version;
        dir = Files.createTempDirectory("server-roster-test");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
    }

    void start() throws IOException {
        start(dir.resolve("data"));
    }

    /** Starts on another data directory. */
    void start(Path data) throws IOException {
        server = EmbeddedPostgres.builder()
                .setPgBinaryResolver(version.binaries())
                .setOverrideWorkingDirectory(Path.of("target/postgres-bin").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setServerConfig("unix_socket_directories", "")
                .setPort(port)
                .start();
    }

    void stop() throws IOException {
        server.close();
        server = null;
    }

    int port() {
        return port;
    }

    /** The way to it, whether it runs or not. */
    Database database() {
        return database(port);
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
