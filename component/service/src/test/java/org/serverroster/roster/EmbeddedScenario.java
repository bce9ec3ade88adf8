package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.ServiceScenario.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serverroster.config.DatabaseConfig;
import org.serverroster.xmpp.LocalDomain;

/** The directory of an embedded database, this process's own or that of children which can be killed. */
final class EmbeddedScenario {

    static final LocalDomain DOMAIN = LocalDomain.parse("buddies.montague.lit");

    /** A directory as a first start leaves it, so that not every test has to make its own. */
    private static final class Template {
        static final Path DIR = make();

        private static Path make() {
            try {
                Path temp = Files.createTempDirectory("server-roster-template");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> SharedDatabase.delete(temp)));
                Database.open(new DatabaseConfig.Embedded(temp.resolve("postgres")))
                        .close();
                return temp.resolve("postgres");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    final Path dir;
    private final Path temp;
    private final List<Process> children = new ArrayList<>();

    EmbeddedScenario() throws IOException, InterruptedException {
        temp = Files.createTempDirectory("server-roster-embedded");
        dir = temp.resolve("with a space/postgres");
        Files.createDirectories(dir.getParent());
        new ProcessBuilder("cp", "-a", Template.DIR.toString(), dir.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** As before the first start. */
    void beginEmpty() {
        SharedDatabase.delete(dir);
    }

    Database open() {
        return Database.open(new DatabaseConfig.Embedded(dir));
    }

    /** Commits one item. */
    static void writeOne(Database database) {
        database.migrate();
        RosterStore store = new RosterStore(database.dataSource());
        RosterItem none = RosterItem.none(ServiceScenario.peer(1), TwoRosters.NOW);
        Decision decision = ServiceScenario.request(1).rule().decide(store.load(DOMAIN), none, TwoRosters.NOW);
        assertThat(store.commit(DOMAIN, 0, List.of(decision))).isTrue();
    }

    /** The process of the database that runs here. */
    long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(dir.resolve("data/postmaster.pid")).get(0).trim());
    }

    /** A process of its own that opens the database here; see {@link Child}. */
    Process child(String what, String classPath) throws IOException {
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

    void awaitLine(Process child, String line) throws InterruptedException {
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

    /** Ends what still runs, and removes the directory. */
    void end() {
        children.forEach(child -> child.destroyForcibly().onExit().join());
        if (Files.isDirectory(dir)) {
            // Ends what a killed child left running.
            try (EmbeddedDir locked = EmbeddedDir.lock(dir)) {
                locked.endOrphan(locked.data());
            }
        }
        SharedDatabase.delete(temp);
    }

    /** Opens the database, says so, and stays until it is killed; or says why it cannot. */
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
