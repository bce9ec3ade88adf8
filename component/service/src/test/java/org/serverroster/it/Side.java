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
import org.w3c.dom.Element;

/**
 * One of two servers: the XMPP server, the service as a process of its own attached to it, the database that it writes,
 * and its administrator at a client. Each part starts, stops and dies by itself. Of the test's thread.
 */
final class Side implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ADMIN = "admin";
    private static final String ADMIN_PASSWORD = "admin's password 4711";

    /** The database asks for none, so any will do. */
    static final String DATABASE_PASSWORD = "the database's own 51c9e0";

    /** For a process that lives for seconds. */
    private static final List<String> JAVA_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String DATA_FORMS = "jabber:x:data";

    private final XmppServer server;
    private final Path folder;
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
        this.server = server;
        this.database = database;
        this.table = new RosterTable(database, componentOf(server.domain()));
        this.folder = folder;
    }

    static String componentOf(String domain) {
        return "buddies." + domain;
    }

    XmppServer server() {
        return server;
    }

    /** The domain of the service, which is what the other side's roster holds. */
    String component() {
        return componentOf(server.domain());
    }

    RosterTable table() {
        return table;
    }

    HealthPage health() {
        return new HealthPage(httpPort);
    }

    // The service's process

    void startService() {
        startService(configuration(server.secret(component())));
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

    /** Starts again what a scenario that failed left stopped. */
    void revive() {
        if (!server.running()) {
            server.start();
            login();
        }
        if (!service().running()) {
            startService();
        }
        awaitReady();
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

    void awaitReady() {
        health().awaitReady(service());
    }

    /** The configuration for this side, with that secret. */
    String configuration(String secret) {
        return """
                server-roster {
                  components = [ {
                    domain = "%s", host = "%s", port = %d, secret = "%s", admins = ["%s@%s"]
                  } ]
                  database { url = "%s", user = "%s", password = "%s" }
                  http { listen = "127.0.0.1:%d" }
                }
                """.formatted(
                        component(),
                        server.address().getHostAddress(),
                        server.componentPort(component()),
                        secret,
                        ADMIN,
                        server.domain(),
                        database.url(),
                        database.user(),
                        database.password(),
                        httpPort);
    }

    // The administrator

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
        return run(node, peer.component(), more);
    }

    String run(String node, String peer, Map<String, List<String>> more) {
        Map<String, List<String>> answers = new LinkedHashMap<>(more);
        answers.put("peerjid", List.of(peer));
        try {
            return admin.run(component(), node, answers).getNotes().stream()
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
        admin.sendRaw("<message type='chat' to='%s'><body>%s</body></message>".formatted(component(), words));
    }

    /** Waits for what the service answers to chat. */
    String awaitAnswer() {
        try {
            return admin.received()
                    .await("answer of " + component(), PATIENCE, stanza -> stanza.is("message", "chat", component()))
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
                        "notice of " + component() + " '" + subject + "'",
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
                && stanza.from().equals(component())
                && !stanza.text("subject").isEmpty();
    }

    /** Fills in the form that came with a message as a client does, and sends it back. */
    void sendBack(Stanza message, Map<String, String> answers) {
        admin.sendRaw("<message to='%s'>%s</message>".formatted(message.from(), filledIn(message, answers)));
    }

    /** The form that came with a message, filled in as a client does. */
    String filledIn(Stanza message, Map<String, String> answers) {
        StringBuilder form = new StringBuilder();
        for (Element field : message.findAll("field", DATA_FORMS)) {
            String name = field.getAttribute("var");
            String suggested = field.getElementsByTagNameNS(DATA_FORMS, "value").getLength() == 0
                    ? ""
                    : field.getElementsByTagNameNS(DATA_FORMS, "value").item(0).getTextContent();
            form.append(
                    "<field var='%s'><value>%s</value></field>".formatted(name, answers.getOrDefault(name, suggested)));
        }
        assertThat(form).isNotEmpty();
        return "<x xmlns='jabber:x:data' type='submit'>" + form + "</x>";
    }

    /** What {@code #roster} says of the peer in that column; empty where the peer is not listed, too. */
    String listed(Side peer, String column) {
        Stanza answer = admin.request("set", component(), """
                <command xmlns='http://jabber.org/protocol/commands' node='%1$s' action='execute'>
                <x xmlns='jabber:x:data' type='submit'>
                <field var='FORM_TYPE'><value>%1$s</value></field></x></command>""".formatted(Nodes.ROSTER));
        for (Element item : answer.findAll("item", DATA_FORMS)) {
            Stanza row = new Stanza(item);
            if (cell(row, "peerjid").equals(peer.component())) {
                return cell(row, column);
            }
        }
        return "";
    }

    private static String cell(Stanza row, String column) {
        return row.findAll("field", DATA_FORMS).stream()
                .filter(field -> field.getAttribute("var").equals(column))
                .map(field -> field.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    /** Waits until the service knows that of the peer's presence: {@code true}, {@code false}, or empty for unheard. */
    void awaitAvailable(Side peer, String available) {
        Await.until(
                PATIENCE,
                () -> listed(peer, "available").equals(available),
                () -> component() + " knows '" + listed(peer, "available") + "' of the presence of " + peer.component()
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
}
