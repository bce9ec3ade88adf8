package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.request;
import static org.serverroster.command.Scene.x;
import static org.serverroster.xmpp.Namespaces.SERVER_BUDDY;

import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.PeerStanza;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("XEP-0267, section 2: the command that subscribes to a peer server")
class ServerBuddyTest {

    private final Scene scene = new Scene();

    @Test
    @DisplayName("The command node for this use case SHOULD be \"http://jabber.org/protocol/admin#server-buddy\".")
    void node() {
        assertThat(scene.commands.find("http://jabber.org/protocol/admin#server-buddy"))
                .isPresent();
    }

    @Test
    @DisplayName("Unless an error occurs [...], the service SHOULD return the appropriate form.")
    void form_as_in_the_example() {
        Element command = scene.command(ADMIN, request(SERVER_BUDDY, "action='execute'"));

        assertThat(command.attributeValue("node")).isEqualTo(SERVER_BUDDY);
        assertThat(command.attributeValue("status")).isEqualTo("executing");
        assertThat(command.attributeValue("sessionid")).isNotEmpty();
        assertThat(x(command).asXML()).isEqualTo("""
                        <x xmlns="jabber:x:data" type="form">\
                        <title>Subscribing to a Peer Server</title>\
                        <instructions>Fill out this form to subscribe your server to a peer server.</instructions>\
                        <field type="hidden" var="FORM_TYPE">\
                        <value>http://jabber.org/protocol/admin</value>\
                        </field>\
                        <field label="The domain name of the peer server" type="jid-single" var="peerjid">\
                        <required/>\
                        </field>\
                        </x>""");
    }

    @Test
    @DisplayName("Service Informs Admin of Completion: status='completed', the sessionid as it was")
    void the_whole_exchange_of_the_examples() {
        String session = scene.begin(SERVER_BUDDY);

        Element command = scene.command(
                ADMIN,
                request(SERVER_BUDDY, "sessionid='" + session + "'", form(SERVER_BUDDY, "peerjid", "marlowe.lit")));

        assertThat(command.attributeValue("node")).isEqualTo(SERVER_BUDDY);
        assertThat(command.attributeValue("sessionid")).isEqualTo(session);
        assertThat(command.attributeValue("status")).isEqualTo("completed");
        assertThat(scene.item("marlowe.lit").orElseThrow().state()).isEqualTo(SubscriptionState.NONE_PENDING_OUT);
        assertThat(scene.item("marlowe.lit").orElseThrow().approved()).isTrue();
        assertThat(scene.decisions.get(0).toPeer())
                .extracting(PeerStanza::kind)
                .containsExactly(PeerStanza.Kind.SUBSCRIBE);
    }

    @Test
    @DisplayName(
            "A server MUST NOT send such a presence subscription request unless explicitly requested to do so by a "
                    + "server administrator")
    void asking_for_the_form_sends_nothing() {
        scene.begin(SERVER_BUDDY);
        scene.send(Scene.STRANGER, request(SERVER_BUDDY, "", form(SERVER_BUDDY, "peerjid", "marlowe.lit")));

        assertThat(scene.decisions).isEmpty();
        assertThat(scene.roster.size()).isZero();
    }

    @Test
    @DisplayName("The originating server would then approve that subscription request: also one that waits already")
    void approves_what_waits() {
        scene.asks("marlowe.lit", "");

        Element note = scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");

        assertThat(note.getText())
                .isEqualTo(
                        "marlowe.lit is asked to let this server subscribe to it. Its own request, which was waiting, "
                                + "is approved. State: From + Pending Out (it is subscribed to us, and our request waits for its "
                                + "answer).");
        assertThat(note.attributeValue("type")).isEqualTo("info");
    }

    @ParameterizedTest
    @CsvSource({
        "MARLOWE.LIT, marlowe.lit",
        "marlowe.lit., marlowe.lit",
        "marlowe.lit/stage, marlowe.lit",
        "' marlowe.lit ', marlowe.lit",
        "bücher.example, bücher.example",
        "BÜCHER.example, bücher.example",
        "xn--bcher-kva.example, bücher.example",
    })
    void every_form_of_a_domain_is_the_same_peer(String written, String peer) {
        scene.note(SERVER_BUDDY, "peerjid", written);

        assertThat(scene.roster.items())
                .singleElement()
                .satisfies(item -> assertThat(item.peer().toString()).isEqualTo(peer));
    }

    @ParameterizedTest
    @CsvSource({
        "romeo@montague.lit, 'is a user''s address, not a server''s; a server''s would be ''montague.lit'''",
        "mont ague.lit, 'is no domain: it holds the character '' '''",
        "-montague.lit, 'is no domain: a label begins or ends with a hyphen'",
        "montague..lit, 'is no domain: it has an empty label'",
        "shakespeare.lit, 'is this server itself, and no server is its own peer'",
        "Shakespeare.LIT., 'is this server itself, and no server is its own peer'",
    })
    @DisplayName(
            "Subscribing to oneself, to a JID with a local part or to a malformed domain is refused with a clear error")
    void what_cannot_be_done_completes_with_an_error_note(String peer, String why) {
        Element note = scene.note(SERVER_BUDDY, "peerjid", peer);

        assertThat(note.attributeValue("type")).isEqualTo("error");
        assertThat(note.getText()).startsWith("Nothing was done: ").contains(why);
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    void a_peerjid_of_4000_characters_is_refused_and_quoted_in_part() {
        Element note = scene.note(SERVER_BUDDY, "peerjid", "a".repeat(3_996) + ".lit");

        assertThat(note.attributeValue("type")).isEqualTo("error");
        assertThat(note.getText()).contains("it must have 1 to 253 characters").hasSizeLessThan(200);
    }

    @Test
    void a_blocked_peer_is_not_asked() {
        PeerDomain peer = PeerDomain.parse("marlowe.lit");
        scene.commit(
                peer,
                (all, item, at) ->
                        scene.rules.block(item, Scene.ADMINS.iterator().next(), true, "", at));

        Element note = scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");

        assertThat(note.attributeValue("type")).isEqualTo("error");
        assertThat(note.getText()).contains("marlowe.lit is blocked");
    }

    @Test
    @DisplayName("A domain that does not announce the feature but has a component that does is pointed out by name")
    void a_component_is_pointed_out() {
        scene.peers.describe("marlowe.lit");
        scene.peers.list("marlowe.lit", "buddies.marlowe.lit");

        Element note = scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");

        assertThat(note.attributeValue("type")).isEqualTo("warn");
        assertThat(note.getText())
                .startsWith("marlowe.lit is asked")
                .endsWith(
                        "But marlowe.lit does not announce that it keeps a server roster (urn:xmpp:server-presence), and "
                                + "its component buddies.marlowe.lit does: perhaps you mean that one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote-server-not-found", "remote-server-timeout"})
    @DisplayName("A peer that cannot be reached is asked all the same, and the note says what is wrong")
    void unreachable(String condition) {
        scene.peers.cutOff("nowhere.lit", condition);

        Element note = scene.note(SERVER_BUDDY, "peerjid", "nowhere.lit");

        assertThat(note.attributeValue("type")).isEqualTo("warn");
        assertThat(note.getText())
                .endsWith("But nowhere.lit cannot be reached: its name may be misspelt, or its server away.");
        assertThat(scene.roster.items())
                .singleElement()
                .matches(item -> item.state() == SubscriptionState.NONE_PENDING_OUT);
    }

    @Test
    @DisplayName("A peer that announces nothing is subscribed all the same, with a warning")
    void nothing_announced() {
        scene.peers.describe("marlowe.lit");
        scene.peers.answer("silent.lit", "http://jabber.org/protocol/disco#info", null);

        Element note = scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");
        Element other = scene.note(SERVER_BUDDY, "peerjid", "silent.lit");

        assertThat(note.attributeValue("type")).isEqualTo("warn");
        assertThat(note.getText()).contains("it may never answer");
        assertThat(other.attributeValue("type")).isEqualTo("warn");
        assertThat(other.getText()).endsWith("But silent.lit did not say in time whether it keeps a server roster.");
        assertThat(scene.roster.items())
                .hasSize(2)
                .allMatch(item -> item.state() == SubscriptionState.NONE_PENDING_OUT);
    }

    @Test
    void asking_again_says_so() {
        scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");

        assertThat(scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit").getText())
                .startsWith("marlowe.lit was asked before and has not answered; it is asked again.");
    }

    @Test
    void subscribed_already() {
        scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit");
        scene.commit(PeerDomain.parse("marlowe.lit"), (all, item, at) -> scene.rules.approved(item, "", at));

        assertThat(scene.note(SERVER_BUDDY, "peerjid", "marlowe.lit").getText())
                .startsWith("This server is subscribed to marlowe.lit already. Should it ask to subscribe");
    }
}
