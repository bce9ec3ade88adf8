package org.serverroster.testbed;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL of its own, with as many databases as tests want. It may be stopped and started on the same data
 * and port. Like the service's own it lets in only who has the password: whoever may enter as superuser may run programs
 * as the user of the test. One thread at a time starts and stops, guarded by its monitor; any thread asks.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String USER = "postgres";

    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private final String password = Private.randomPassword();
    private EmbeddedPostgres postgres;
    private ForegroundProcess guard;

    private TestDatabase(Path folder, int port, Map<String, String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = Map.copyOf(settings);
    }

    /**
     * One database of the server's.
     *
     * @param url for JDBC
     * @param user its owner
     * @param password made anew for each server
     */
    public record Database(String url, String user, String password) {}

    /** Starts a server whose data lies below the folder; an empty one takes a second or two. */
    public static TestDatabase start(Path folder) {
        return start(folder, Map.of());
    }

    /**
     * The same as an operator has it, and not as it is quickest in tests: what is committed is on the disk.
     *
     * @param more of its settings
     */
    public static TestDatabase startDurable(Path folder, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(more);
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        return start(folder, settings);
    }

    private static TestDatabase start(Path folder, Map<String, String> settings) {
        TestDatabase database = new TestDatabase(folder.toAbsolutePath(), FreePort.onLoopback(), settings);
        database.start();
        return database;
    }

    /** Starts again on the same data and port. */
    public synchronized void start() {
        if (postgres != null) {
            throw new IllegalStateException("PostgreSQL runs already");
        }
        try {
            Files.createDirectories(folder);
            Path passwordFile = Private.file(folder.resolve("password"), password);
            ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                    folder.resolve("postgres.log").toFile());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            settings.forEach(builder::setServerConfig);
            postgres = builder.setDataDirectory(data())
                    .setOverrideWorkingDirectory(programs())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setLocaleConfig("auth-local", "reject")
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setConnectConfig("password", password)
                    .setServerConfig("password_encryption", "scram-sha-256")
                    // None of its Unix sockets, which would lie in /tmp and stay there after a crash.
                    .setServerConfig("unix_socket_directories", "")
                    .setPGStartupWait(START)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start();
            // PostgreSQL is no child of this JVM, so a guard that is ends it when the JVM goes without close().
            guard = ForegroundProcess.startGuard(
                    "PostgreSQL's guard", "kill -QUIT \"$(head -n 1 postmaster.pid)\"", data());
        } catch (IOException fault) {
            throw new UncheckedIOException(
                    "Cannot start PostgreSQL; its log is " + folder.resolve("postgres.log"), fault);
        }
    }

    /** Stops it: whoever is connected loses the connection. */
    public synchronized void stop() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL does not run");
        }
        try {
            postgres.close();
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot stop PostgreSQL in " + folder, fault);
        } finally {
            postgres = null;
            guard.dismiss();
        }
    }

    /** Stops and starts again on the same data and port. */
    public void restart() {
        stop();
        start();
    }

    /** Whether it runs. */
    public synchronized boolean running() {
        return postgres != null;
    }

    /** Makes an empty database; the name is of letters, digits and underscores. */
    public Database createDatabase(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(name);
        }
        execute(at(USER), "CREATE DATABASE " + name);
        return at(name);
    }

    /** Runs one statement that returns nothing to read; the parameters fill its question marks. */
    public void execute(Database database, String sql, Object... parameters) {
        try (Connection connection = connect(database);
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException fault) {
            throw new AssertionError(sql, fault);
        }
    }

    /** Runs one query and reads it whole: each row by column name, in the order of the columns. */
    public List<Map<String, Object>> query(Database database, String sql, Object... parameters) {
        try (Connection connection = connect(database);
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    row.put(columns.getColumnLabel(column), rows.getObject(column));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException fault) {
            throw new AssertionError(sql, fault);
        }
    }

    /** Stops it if it runs. The data stay. */
    @Override
    public synchronized void close() {
        if (postgres != null) {
            stop();
        }
    }

    /** Unpacked once a user, where nobody else can put programs of his own. */
    private static File programs() throws IOException {
        Path own = Private.folder(
                Path.of(System.getProperty("java.io.tmpdir"), "server-roster-" + System.getProperty("user.name")));
        return own.resolve("postgres").toFile();
    }

    private Path data() {
        return folder.resolve("postgres");
    }

    private Database at(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, password);
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
