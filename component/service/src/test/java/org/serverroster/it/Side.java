package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jivesoftware.smack.XMPPException;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.FreePort;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.Stanza;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * One of two servers: the XMPP server, the service as a process of its own attached to it, the database that it writes,
 * and its administrator at a client. Each part starts, stops and dies by itself. Of the test's thread.
 */
final class Side implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final String ADMIN = "admin";
    static final String ADMIN_PASSWORD = "admin's password 4711";

    /** For a process that lives for seconds. */
    private static final List<String> JAVA_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final XmppServer server;
    private final Path folder;
    private final String settings;
    private final String served;
    private final RosterTable table;
    private final TestDatabase.Database database;
    private final int httpPort = FreePort.onLoopback();
    private final List<ServiceProcess> processes = new ArrayList<>();
    private AdminClient admin;

    /**
     * @param server runs already, or will before it is needed; its plan names the component of {@link #component()}
     * @param folder for the service's configuration
     */
    Side(XmppServer server, TestDatabase.Database database, Path folder) {
        this(server, database, folder, "");
    }

    /** @param settings what else the service's configuration says */
    Side(XmppServer server, TestDatabase.Database database, Path folder, String settings) {
        this(server, database, folder, settings, "");
    }

    private Side(XmppServer server, TestDatabase.Database database, Path folder, String settings, String served) {
        this.settings = settings;
        this.server = server;
        this.database = database;
        this.folder = folder;
        this.served = served;
        this.table = new RosterTable(database, address());
    }

    /** One whose service keeps the roster of the server's own domain too; all that is done here is about that one. */
    static Side serving(XmppServer server, TestDatabase.Database database, Path folder, String settings) {
        return new Side(server, database, folder, settings, server.domain());
    }

    /** Makes one, of whichever kind. */
    @FunctionalInterface
    interface Maker {
        Side make(XmppServer server, TestDatabase.Database database, Path folder, String settings);
    }

    /** A component that may read the roster, at a server that has the bridge. */
    static String readerOf(String domain) {
        return "reader." + domain;
    }

    static String componentOf(String domain) {
        return "buddies." + domain;
    }

    XmppServer server() {
        return server;
    }

    /** The domain of the service's stream. */
    String component() {
        return componentOf(server.domain());
    }

    /** The domain whose roster this is about, and which the other side's roster holds. */
    String address() {
        return served.isEmpty() ? component() : served;
    }

    /** What the administrators write to, and what writes to them: a served domain can send no messages. */
    String desk() {
        return served.isEmpty() ? component() : served + "@" + component();
    }

    RosterTable table() {
        return table;
    }

    /** Another local domain's roster in the same database. */
    RosterTable tableOf(String localDomain) {
        return new RosterTable(database, localDomain);
    }

    String secret() {
        return server.secret(component());
    }

    HealthPage health() {
        return new HealthPage(httpPort);
    }

    void startService() {
        startService(configuration(secret()));
    }

    void startService(String configuration) {
        startService(configuration, Map.of());
    }

    void startService(String configuration, Map<String, String> environment) {
        Path file = folder.resolve("server-roster.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, configuration);
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot write " + file, fault);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.serverroster.Main"));
        command.addAll(List.of("run", "--config", file.toString()));
        processes.add(ServiceProcess.start("the service of " + server.domain(), command, environment, folder));
    }

    ServiceProcess service() {
        return processes.get(processes.size() - 1);
    }

    /** Stops it in order. */
    void stopService() {
        service().stop();
    }

    /** What the service printed last, for failure messages. */
    String newestLines() {
        List<String> all = service().output();
        return "\nThe service printed:\n" + String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
    }

    /** All that was ever printed by this side's processes. */
    List<String> printed() {
        return processes.stream().flatMap(process -> process.output().stream()).toList();
    }

    /** What an operator would find in the log: no fault of ours, and no secret. */
    void assertNothingWentWrong() {
        Secrets.assertNotIn(printed(), secret(), database.password());
        assertThat(printed().stream().filter(line -> line.contains(" ERROR ") || line.contains(" FATAL ")))
                .isEmpty();
    }

    void awaitReady() {
        health().awaitReady(service());
    }

    /** The configuration for this side, with that secret. */
    String configuration(String secret) {
        return configurationOf(componentPart(secret));
    }

    /** The configuration of a process with those components, on this side's database and port. */
    String configurationOf(String componentParts) {
        return """
                server-roster {
                  components = [ %s ]
                  database { url = "%s", user = "%s", password = "%s" }
                  http { listen = "127.0.0.1:%d" }
                  %s
                }
                """.formatted(componentParts, database.url(), database.user(), database.password(), httpPort, settings);
    }

    /** What the configuration says of this side's component. */
    String componentPart(String secret) {
        return """
                { domain = "%s", host = "%s", port = %d, secret = "%s", admins = ["%s@%s"]%s }
                """.formatted(
                component(),
                server.address().getHostAddress(),
                server.componentPort(component()),
                secret,
                ADMIN,
                server.domain(),
                served.isEmpty() ? "" : ", serves = [\"%s\"], readers = [\"%s\"]".formatted(served, readerOf(served)));
    }

    void createAdmin() {
        server.addUser(ADMIN, ADMIN_PASSWORD);
    }

    /** Logs in, anew after the server was away. */
    void login() {
        if (admin != null) {
            admin.close();
        }
        admin = AdminClient.connect(server, ADMIN, ADMIN_PASSWORD, "desk");
    }

    AdminClient admin() {
        return admin;
    }

    /** Runs a command of the service's about the peer, as any client would, and returns what it says when completed. */
    String run(String node, Side peer, Map<String, List<String>> more) {
        return run(node, peer.address(), more);
    }

    String run(String node, String peer, Map<String, List<String>> more) {
        Map<String, List<String>> answers = new LinkedHashMap<>(more);
        answers.put("peerjid", List.of(peer));
        try {
            return admin.run(address(), node, answers).getNotes().stream()
                    .map(note -> note.getType() + ": " + note.getValue())
                    .collect(Collectors.joining("\n"));
        } catch (XMPPException.XMPPErrorException error) {
            throw new AssertionError(node + " about " + peer, error);
        }
    }

    String run(String node, Side peer) {
        return run(node, peer, Map.of());
    }

    /** Says it to the service as chat. */
    void say(String words) {
        admin.sendRaw("<message type='chat' to='%s'><body>%s</body></message>".formatted(desk(), words));
    }

    /** Waits for what the service answers to chat. */
    String awaitAnswer() {
        try {
            return admin.received()
                    .await("answer of " + desk(), PATIENCE, stanza -> stanza.is("message", "chat", desk()))
                    .text("body");
        } catch (AssertionError none) {
            throw new AssertionError(none.getMessage() + newestLines(), none);
        }
    }

    /** Says it as chat, and returns the answer. */
    String chat(String words) {
        say(words);
        return awaitAnswer();
    }

    /** Waits for the notice with those words in its subject. */
    Stanza awaitNotice(String subject) {
        return admin.received()
                .await(
                        "notice of " + desk() + " '" + subject + "'",
                        PATIENCE,
                        stanza -> isNotice(stanza) && stanza.text("subject").contains(subject));
    }

    /** The subjects of the notices that came and were not taken. */
    List<String> notices() {
        return admin.received().contents().stream()
                .filter(this::isNotice)
                .map(stanza -> stanza.text("subject"))
                .toList();
    }

    private boolean isNotice(Stanza stanza) {
        return stanza.name().equals("message")
                && stanza.from().equals(desk())
                && !stanza.text("subject").isEmpty();
    }

    /** Fills in the form that came with a message as a client does, and sends it back. */
    void sendBack(Stanza message, Map<String, String> answers) {
        admin.sendRaw("<message to='%s'>%s</message>".formatted(message.from(), Forms.filledIn(message, answers)));
    }

    /** What {@code #roster} says of the peer in that column; empty where the peer is not listed, too. */
    String listed(Side peer, String column) {
        Stanza listing = admin.request("set", address(), Forms.command(Nodes.ROSTER, Map.of()));
        return Forms.cell(listing, peer.address(), column);
    }

    /** Waits until the service knows that of the peer's presence: {@code true}, {@code false}, or empty for unheard. */
    void awaitAvailable(Side peer, String available) {
        Await.until(
                PATIENCE,
                () -> listed(peer, "available").equals(available),
                () -> address() + " knows '" + listed(peer, "available") + "' of the presence of " + peer.address()
                        + ", not '" + available + "'\n"
                        + String.join("\n", service().output()));
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        processes.forEach(ServiceProcess::close);
        server.close();
        table.close();
    }

    String databasePassword() {
        return database.password();
    }

    /** The database that its service writes. */
    TestDatabase.Database database() {
        return database;
    }
}
