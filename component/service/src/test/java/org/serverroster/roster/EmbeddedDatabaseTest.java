package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.serverroster.roster.ServiceScenario.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An embedded database that this process starts and ends. */
class EmbeddedDatabaseTest {

    private EmbeddedScenario scenario;
    private Path dir;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        scenario = new EmbeddedScenario();
        dir = scenario.dir;
    }

    @AfterEach
    void tidy() {
        scenario.end();
    }

    private Database open() {
        return scenario.open();
    }

    @Test
    @DisplayName("an embedded PostgreSQL keeps its data in embedded-dir across restarts")
    void dataStaysAcrossRestarts() {
        try (Database database = open()) {
            EmbeddedScenario.writeOne(database);
        }
        try (Database database = open()) {
            database.migrate();
            assertThat(new RosterStore(database.dataSource())
                            .load(EmbeddedScenario.DOMAIN)
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void afterClosingNothingRuns() throws Exception {
        Database database = open();
        long pid = scenario.postmaster();
        assertThat(ProcessHandle.of(pid)).isPresent();
        database.close();
        await(
                "the process is gone",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(dir.resolve("data/postmaster.pid")).doesNotExist();
        database.close();
    }

    @Test
    void whatIsCommittedIsOnTheDisk() throws SQLException {
        try (Database database = open()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(Sql.text(database.dataSource(), "show " + setting))
                        .as(setting)
                        .isEqualTo("on");
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
            assertThat(Sql.text(database.dataSource(), "show unix_socket_directories"))
                    .isEmpty();
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
    void aFirstStartThatWasCutShortIsBegunAnew() throws IOException {
        scenario.beginEmpty();
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
        scenario.beginEmpty();
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
        scenario.beginEmpty();
        Files.writeString(dir, "a file");
        assertThatExceptionOfType(RosterStoreException.Fault.class)
                .isThrownBy(this::open)
                .withMessageContaining("database.embedded-dir " + dir + " cannot be used");
        Files.delete(dir);
    }
}
