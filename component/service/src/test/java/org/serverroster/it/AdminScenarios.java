package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.it.AdminWorld.PEER;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.jivesoftware.smackx.xdata.form.FillableForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.SlixmppClient;
import org.serverroster.testbed.Stanza;
import org.w3c.dom.Element;

/** What an administrator does and is told, at a real server, with clients of two makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AdminScenarios {

    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String DATA_FORMS = "jabber:x:data";
    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final String ANNOUNCED = "<feature var='urn:xmpp:server-presence'/>";

    private final ServerKind kind;
    private Path folder;
    private AdminWorld one;
    private Side side;

    AdminScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path temp) {
        folder = temp;
        one = AdminWorld.start(kind, temp);
        side = one.side();
    }

    @AfterAll
    void stop() {
        if (one != null) {
            one.close();
        }
    }

    /** Each scenario begins with an empty roster, and with an administrator who has just answered. */
    @BeforeEach
    void fromNone() {
        for (String peer : new String[] {PEER, "montague.lit"}) {
            run(Nodes.UNBLOCK, Map.of("peerjid", List.of(peer)));
            run(Nodes.REMOVE, Map.of("peerjid", List.of(peer), "revoke", List.of("1")));
            side.table().awaitState(peer, "None");
        }
        one.peer().ping(side.component(), Side.PATIENCE);
        side.admin().received().clear();
        one.peer().received().clear();
    }

    /** What the completed command says, by Smack. */
    private String run(String node, Map<String, List<String>> answers) {
        try {
            return side.admin().run(side.component(), node, answers).getNotes().stream()
                    .map(note -> note.getType() + ": " + note.getValue())
                    .reduce("", String::concat);
        } catch (org.jivesoftware.smack.XMPPException.XMPPErrorException error) {
            throw new AssertionError(node + " " + answers, error);
        }
    }

    private void makeBuddies() {
        run(Nodes.SUBSCRIBE, Map.of("peerjid", List.of(PEER)));
        one.says("subscribed");
        one.says("subscribe");
        side.table().awaitState(PEER, "Both");
    }

    private static Element command(Stanza answer) {
        return answer.find("command", COMMANDS).orElseThrow(() -> new AssertionError(answer));
    }

    private static String status(Stanza answer) {
        return command(answer).getAttribute("status");
    }

    private static String note(Stanza answer) {
        return answer.find("note", COMMANDS).map(Element::getTextContent).orElseThrow(() -> new AssertionError(answer));
    }

    /** The values of that column, or field. */
    private static List<String> values(Stanza answer, String var) {
        return answer.findAll("field", DATA_FORMS).stream()
                .filter(field -> field.getAttribute("var").equals(var))
                .flatMap(field -> Stream.of(field.getElementsByTagNameNS(DATA_FORMS, "value"))
                        .flatMap(found -> java.util.stream.IntStream.range(0, found.getLength())
                                .mapToObj(i -> found.item(i).getTextContent())))
                .toList();
    }

    private SlixmppClient slixmpp() {
        return SlixmppClient.connect(
                side.server(), Side.ADMIN, Side.ADMIN_PASSWORD, side.component(), folder.resolve("slixmpp"));
    }

    private static Stanza complete(SlixmppClient client, String node, String... answers) {
        assertThat(status(client.start(node))).isEqualTo("executing");
        Stanza done = client.go("complete", answers);
        assertThat(status(done)).as(done.toString()).isEqualTo("completed");
        return done;
    }

    @Test
    @DisplayName("All commands of the table, by slixmpp's own work flow for XEP-0050")
    void every_command_by_slixmpp() {
        try (SlixmppClient client = slixmpp()) {
            assertThat(client.items().findAll("item", "http://jabber.org/protocol/disco#items"))
                    .extracting(item -> item.getAttribute("node"))
                    .contains(
                            Nodes.SUBSCRIBE,
                            Nodes.PENDING,
                            Nodes.APPROVE,
                            Nodes.DENY,
                            Nodes.ROSTER,
                            Nodes.EDIT,
                            Nodes.UNSUBSCRIBE,
                            Nodes.BLOCK,
                            Nodes.UNBLOCK,
                            Nodes.REMOVE,
                            Nodes.HISTORY);

            one.says("subscribe");
            side.table().awaitState(PEER, "None + Pending In");
            assertThat(values(complete(client, Nodes.PENDING), "peerjid")).contains(PEER);
            assertThat(note(complete(client, Nodes.DENY, "peerjid=" + PEER, "reason=not yet")))
                    .contains("is refused");
            one.says("subscribe");
            side.table().awaitState(PEER, "None + Pending In");
            assertThat(note(complete(client, Nodes.APPROVE, "peerjid=" + PEER, "reciprocate=0")))
                    .contains("is approved");
            side.table().awaitState(PEER, "From");

            assertThat(note(complete(client, Nodes.SUBSCRIBE, "peerjid=" + PEER)))
                    .contains("is asked");
            one.says("subscribed");
            side.table().awaitState(PEER, "Both");

            complete(client, Nodes.EDIT, "peerjid=" + PEER, "name=Peer & Söhne", "groups=A", "groups=B", "note=<x>");
            Stanza roster = complete(client, Nodes.ROSTER, "match=peer");
            assertThat(values(roster, "name")).containsExactly("Peer & Söhne");
            assertThat(values(roster, "groups")).contains("A", "B");
            assertThat(values(roster, "state")).containsExactly("Both");

            complete(client, Nodes.UNSUBSCRIBE, "peerjid=" + PEER);
            side.table().awaitState(PEER, "From");
            complete(client, Nodes.BLOCK, "peerjid=" + PEER, "ignore=1");
            side.table().awaitState(PEER, "None");
            assertThat(note(complete(client, Nodes.UNBLOCK, "peerjid=" + PEER))).contains("is unblocked");

            Stanza history = complete(client, Nodes.HISTORY, "peerjid=" + PEER, "max=8");
            assertThat(values(history, "action"))
                    .containsExactly(
                            "unblock", "block", "unsubscribe", "edit", "approved", "subscribe", "approve", "requested");
            assertThat(values(history, "actor")).contains("admin@montague.lit", PEER);
        }
    }

    @Test
    @DisplayName(
            "remove: for Both without revoke given, a second stage asks; prev, next, complete and cancel, by slixmpp")
    void two_stages_by_slixmpp() {
        makeBuddies();
        try (SlixmppClient client = slixmpp()) {
            Stanza first = client.start(Nodes.REMOVE);
            assertThat(first.find("actions", COMMANDS).orElseThrow().getAttribute("execute"))
                    .isEqualTo("next");
            Stanza second = client.go("next", "peerjid=" + PEER);
            assertThat(status(second)).isEqualTo("executing");
            assertThat(second.find("prev", COMMANDS)).isPresent();
            assertThat(second.find("next", COMMANDS)).isEmpty();
            assertThat(values(client.go("prev"), "peerjid")).containsExactly(PEER);
            client.go("next");
            assertThat(status(client.go("cancel"))).isEqualTo("canceled");
            side.table().awaitState(PEER, "Both");

            client.start(Nodes.REMOVE);
            client.go("next", "peerjid=" + PEER);
            Stanza done = client.go("complete", "revoke=0");
            assertThat(note(done)).contains(PEER + " stays on the roster, for it is subscribed to us.");
            side.table().awaitState(PEER, "From");
        }
    }

    @Test
    @DisplayName("The same by Smack")
    void two_stages_by_smack() throws Exception {
        makeBuddies();
        RemoteCommand command = side.admin().execute(side.component(), Nodes.REMOVE);
        FillableForm form = new FillableForm(command.getForm());
        form.setAnswer("peerjid", PEER);
        command.next(form);
        command.prev();
        form = new FillableForm(command.getForm());
        form.setAnswer("peerjid", PEER);
        command.next(form);
        FillableForm second = new FillableForm(command.getForm());
        second.setAnswer("revoke", true);
        command.complete(second);

        assertThat(command.getNotes().get(0).getValue()).endsWith(PEER + " is off the roster.");
        side.table().awaitState(PEER, "None");
    }

    @Test
    @DisplayName("An admin that is offline loses nothing: the server keeps messages of type normal")
    void an_offline_admin_is_told_after_login() {
        side.admin().close();
        one.says("subscribe");
        one.awaitTold(PEER + " asks to subscribe");
        one.peer().ping(side.component(), Side.PATIENCE);

        side.login();

        Stanza notice = side.awaitNotice(PEER + " asks to subscribe");
        assertThat(notice.find("delay", "urn:xmpp:delay")).as(notice.toString()).isPresent();
        side.sendBack(notice, Map.of("approve", "true", "reciprocate", "false"));
        side.table().awaitState(PEER, "From");
    }

    @Test
    @Order(1) // Before the peer has asked in another scenario: it is not looked at again within a minute.
    @DisplayName(
            "the notice and #pending show whether it announces urn:xmpp:server-presence, who answers for it, and since "
                    + "when we know it")
    void evidence_of_a_request() throws Exception {
        one.says("subscribe");
        one.answer(DISCO_INFO, ANNOUNCED + """
                <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>
                <field var='abuse-addresses'><value>mailto:abuse@peer.lit</value></field></x>""");
        one.answer("jabber:iq:version", "<name>Peer\u0085</name><version>1.0</version>");

        String known = "announces that it keeps a server roster; runs “Peer\\u{85} 1.0”; answered for by "
                + "“mailto:abuse@peer.lit” (abuse); known here since ";
        assertThat(side.awaitNotice(PEER + " asks to subscribe").text("body")).contains(known);
        Stanza pending = side.admin().request("set", side.component(), """
                <command xmlns='http://jabber.org/protocol/commands' node='%1$s' action='complete'/>""".formatted(Nodes.PENDING));
        assertThat(values(pending, "evidence")).singleElement().asString().startsWith(known);
    }

    @Test
    @DisplayName(
            "a domain that does not announce the feature but has a component that does (disco#items) is pointed out to "
                    + "the admin by name in the note")
    void the_component_of_a_domain_is_pointed_out() throws Exception {
        CompletableFuture<String> note =
                CompletableFuture.supplyAsync(() -> run(Nodes.SUBSCRIBE, Map.of("peerjid", List.of("montague.lit"))));
        one.answer(DISCO_INFO, ANNOUNCED);

        assertThat(note.get(Side.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .startsWith("warn: montague.lit is asked")
                .contains("its component " + PEER + " does");
    }
}
