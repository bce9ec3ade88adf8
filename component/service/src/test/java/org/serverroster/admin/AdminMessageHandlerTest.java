package org.serverroster.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.APPROVE;
import static org.serverroster.command.Scene.STRANGER;
import static org.serverroster.command.Scene.field;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.command.Scene;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.evidence.Evidence;
import org.serverroster.roster.Notice;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.router.Outcome;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.trust.Trust;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

@DisplayName("Words from admins")
class AdminMessageHandlerTest {

    private final Scene scene = new Scene();
    private final AdminMessageHandler handler = new AdminMessageHandler(
            scene.commands,
            Scene.ADMINS,
            (roster, peer) -> Trust.verdict(
                    roster, peer, new TrustConfig(TrustRequirement.FROM, false), heard -> Optional.empty()));

    @Test
    void help_names_every_word() {
        assertThat(says("help"))
                .contains("pending", "roster", "subscribe SERVER", "approve SERVER [reason]", "deny SERVER [reason]")
                .contains("unsubscribe SERVER", "block SERVER", "unblock SERVER");
        assertThat(says("  HELP ")).isEqualTo(says("help"));
    }

    @Test
    void the_whole_conversation() {
        scene.asks("capulet.lit", "We are friends");

        assertThat(says("pending"))
                .isEqualTo("1 request waits for an answer.\n"
                        + "capulet.lit, asked 2026-11-20T12:00:00Z: “We are friends”");
        assertThat(says("Approve CAPULET.lit  old\n friends"))
                .startsWith(
                        "The request of capulet.lit is approved, and it is asked to let this server subscribe in turn.");
        assertThat(scene.decisions.get(1).events().get(0).reason()).isEqualTo("old friends");
        assertThat(scene.decisions.get(1).events().get(0).actor().label()).isEqualTo("bard@shakespeare.lit");
        assertThat(says("roster")).isEqualTo("1 peer is listed; the roster holds 1.\ncapulet.lit: From + Pending Out");
        assertThat(says("block capulet.lit")).startsWith("The subscription of capulet.lit to this server is ended.");
        assertThat(says("unsubscribe capulet.lit")).startsWith("This server's request to capulet.lit is taken back.");
        assertThat(says("subscribe marlowe.lit")).startsWith("marlowe.lit is asked");
        assertThat(says("unblock marlowe.lit")).startsWith("Nothing to do: marlowe.lit is not blocked.");
        scene.asks("iago.lit", "");
        assertThat(says("deny iago.lit because of Othello")).startsWith("The request of iago.lit is refused.");
        assertThat(scene.decisions
                        .get(scene.decisions.size() - 1)
                        .toPeer()
                        .get(0)
                        .reason())
                .isEqualTo("because of Othello");
    }

    @Test
    @DisplayName("for Both without revoke given, a second stage asks whether the peer's own subscription goes too")
    void remove_asks_back() {
        scene.asks("capulet.lit", "");
        says("approve capulet.lit");
        scene.commit(PeerDomain.parse("capulet.lit"), (all, item, at) -> scene.rules.approved(item, "", at));

        assertThat(says("remove capulet.lit"))
                .startsWith("capulet.lit and this server are subscribed to each other. Shall its subscription")
                .endsWith("Write it like this: remove SERVER [revoke|keep]");
        assertThat(says("remove capulet.lit keep"))
                .endsWith("capulet.lit stays on the roster, for it is subscribed to us.");
        assertThat(says("remove capulet.lit Revoke")).endsWith("capulet.lit is off the roster.");
        assertThat(scene.roster.size()).isZero();
    }

    @Test
    @DisplayName("block D: with ignore, later requests are dropped unseen")
    void block_and_ignore() {
        assertThat(says("block capulet.lit Ignore")).contains("Its later requests are dropped unseen.");
        assertThat(scene.roster
                        .find(PeerDomain.parse("capulet.lit"))
                        .orElseThrow()
                        .blocked())
                .isTrue();
        assertThat(says("unblock capulet.lit")).startsWith("capulet.lit is unblocked");
        assertThat(scene.roster.size()).isZero();
    }

    @Test
    @DisplayName("trust D: what a program that asks is told")
    void trust_in_chat() {
        assertThat(says("trust capulet.lit")).isEqualTo("capulet.lit is not trusted. It is not on the roster.");
        scene.asks("capulet.lit", "");
        assertThat(says("trust capulet.lit"))
                .isEqualTo(
                        "capulet.lit is not trusted. State: None + Pending In (its request waits for an administrator "
                                + "here).");
        says("approve capulet.lit");
        assertThat(says("Trust romeo@CAPULET.lit/orchard"))
                .isEqualTo(
                        "capulet.lit is trusted, since 2026-11-20T12:00:00Z. State: From + Pending Out (it is subscribed "
                                + "to us, and our request waits for its answer).");
        scene.commit(
                PeerDomain.parse("capulet.lit"),
                (all, item, at) ->
                        scene.rules.block(item, Scene.ADMINS.iterator().next(), true, "", at));
        assertThat(says("trust capulet.lit")).isEqualTo("capulet.lit is not trusted. It is blocked.");
    }

    @Test
    void history_in_chat() {
        scene.asks("capulet.lit", "We are friends");
        scene.asks("iago.lit", "");

        assertThat(says("history").lines()).hasSize(3);
        assertThat(says("history capulet.lit"))
                .isEqualTo("1 event is listed about capulet.lit, newest first.\n"
                        + "2026-11-20T12:00:00Z capulet.lit: requested, by capulet.lit, None -> None + Pending In: “We are "
                        + "friends”");
    }

    @Test
    void groups_in_chat() {
        scene.asks("capulet.lit", "");
        says("approve capulet.lit");
        says("unsubscribe capulet.lit");
        scene.asks("iago.lit", "");
        scene.commit(
                PeerDomain.parse("iago.lit"),
                (all, item, at) ->
                        scene.rules.edit(item, Scene.ADMINS.iterator().next(), "", List.of("Hidden"), "", at));

        assertThat(says("roster")).isEqualTo("1 peer is listed; the roster holds 2.\ncapulet.lit in Observers: From");
    }

    @ParameterizedTest
    @CsvSource({
        "approve, Write it like this: approve SERVER [reason]",
        "subscribe, Write it like this: subscribe SERVER",
        "subscribe a.lit b.lit, Write it like this: subscribe SERVER",
        "roster capulet, Write it like this: roster [after SERVER]",
        "block, Write it like this: block SERVER [ignore]",
        "block a.lit for spam, Write it like this: block SERVER [ignore]",
        "remove, Write it like this: remove SERVER [revoke|keep]",
        "remove a.lit all of it, Write it like this: remove SERVER [revoke|keep]",
        "history a.lit b.lit, Write it like this: history [SERVER]",
        "trust, Write it like this: trust SERVER",
        "trust a.lit b.lit, Write it like this: trust SERVER",
        "trust @, Nobody can say: '@' is no address: a part of it is empty.",
        "hello there, I do not know 'hello'. Write 'help' to see what I know.",
    })
    void words_that_do_not_fit(String text, String answer) {
        assertThat(says(text)).isEqualTo(answer);
        assertThat(scene.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@capulet.lit", "shakespeare.lit", "-x-"})
    @DisplayName("Subscribing to oneself, to a JID with a local part or to a malformed domain is refused")
    void no_peer(String peer) {
        assertThat(says("subscribe " + peer)).startsWith("Nothing was done: ");
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    void hostile_words() {
        assertThat(says("\u202e" + "x".repeat(500)))
                .startsWith("I do not know '\\u{202e}xxx")
                .hasSizeLessThan(120);
        assertThat(says("x".repeat(5_000))).startsWith("That is too long for me.");
        assertThat(says("deny a.lit \u202eevil")).startsWith("Nothing was done. The field 'reason' takes no control");
        assertThat(says("deny a.lit " + "x".repeat(1_500))).contains("at most 1,000 characters");
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("Letters of other scripts can look like ours: lists have the A-labels too")
    void homographs() {
        scene.asks("xn--pulet-3ve2j.lit", "\u201d, asked by a friend");

        assertThat(says("pending"))
                .contains("\n\u0441\u0430pulet.lit (xn--pulet-3ve2j.lit), asked ")
                .endsWith(": “\\\", asked by a friend”");
        assertThat(says("roster")).contains("\n\u0441\u0430pulet.lit (xn--pulet-3ve2j.lit): None + Pending In");
        assertThat(says("history"))
                .contains("Z \u0441\u0430pulet.lit (xn--pulet-3ve2j.lit): requested")
                .endsWith(": “\\\", asked by a friend”");
        assertThat(says("trust \u0441\u0430pulet.lit"))
                .startsWith("\u0441\u0430pulet.lit (xn--pulet-3ve2j.lit) is not");
    }

    @Test
    @DisplayName("#pending shows the evidence: a reason, however long, does not take its place")
    void evidence_comes_before_the_reason() {
        scene.asks("capulet.lit", "x".repeat(1_000));
        scene.peers.looks().look(PeerDomain.parse("capulet.lit"), Duration.ofSeconds(1));

        assertThat(says("pending")).contains("Z – announces that it keeps a server roster; ", ": “xxx");
    }

    @Test
    void lists_are_bounded_and_can_be_gone_on_with() {
        for (int i = 0; i < 70; i++) {
            scene.asks("p%02d.lit".formatted(i), "x".repeat(1_000));
        }

        String first = says("pending");

        assertThat(first.lines()).hasSize(51);
        assertThat(first).hasSizeLessThan(20_000).contains("There are 20 more: give 'p49.lit' as 'after'");
        assertThat(says("pending after p49.lit").lines()).hasSize(21);
        assertThat(says("roster AFTER p68.lit").lines()).hasSize(2);
    }

    @Test
    void answers_are_of_the_same_type_and_thread() {
        Element chat = one(ADMIN, "type='chat'", "<body>help</body><thread>t1</thread>");
        assertThat(chat.attributeValue("type")).isEqualTo("chat");
        assertThat(chat.elementText("thread")).isEqualTo("t1");
        assertThat(chat.attributeValue("to")).isEqualTo(ADMIN);
        assertThat(chat.attributeValue("from")).isEqualTo(Scene.DOMAIN);
        assertThat(one(ADMIN, "", "<body>help</body>").attributeValue("type", "normal"))
                .isEqualTo("normal");
        assertThat(one(ADMIN, "type='new'", "<body>help</body>").attributeValue("type", "normal"))
                .isEqualTo("normal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<body/>",
                "<body>  </body>",
                "<received xmlns='urn:xmpp:receipts' id='r1'/>",
                "<body xmlns='urn:other'>help</body>",
                "<x xmlns='jabber:x:data' type='form'/>",
                "<x xmlns='jabber:x:data' type='cancel'/>",
                "",
            })
    void what_says_nothing_gets_no_answer(String content) {
        assertThat(all(ADMIN, "type='chat' id='m1'", content)).isEmpty();
        assertThat(all(STRANGER, "type='chat' id='m1'", content)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ADMIN, STRANGER})
    @DisplayName(
            "RFC 6120, 8.3.1: an entity that receives an error stanza MUST NOT respond [...] with a further error stanza")
    void errors_are_never_answered(String from) {
        assertThat(all(from, "type='error' id='m1'", "<body>help</body>" + form("1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"type='chat'", "", "type='headline'", "type='groupchat'"})
    @DisplayName("Chat from anyone else is answered forbidden, unless it is an error.")
    void strangers(String type) {
        Element answer = one(STRANGER, type + " id='m1'", "<body>approve capulet.lit</body>");

        assertThat(Scene.error(answer)).isEqualTo("auth/forbidden/");
        assertThat(answer.getName()).isEqualTo("message");
        assertThat(answer.attributeValue("id")).isEqualTo("m1");
        assertThat(answer.attributeValue("to")).isEqualTo(STRANGER);
        assertThat(Scene.error(one(STRANGER, type, form("1")))).isEqualTo("auth/forbidden/");
        assertThat(scene.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"headline", "groupchat"})
    void what_wants_no_answer_gets_none(String type) {
        assertThat(all(ADMIN, "type='" + type + "'", "<body>help</body>")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, From + Pending Out", "true, From + Pending Out"})
    @DisplayName("answerable by sending it back submitted: approve")
    void form_approves(String approve, String state) {
        scene.asks("capulet.lit", "");

        Element answer = one(ADMIN, "type='normal'", form(approve));

        assertThat(answer.elementText("body"))
                .startsWith("The request of capulet.lit is approved")
                .contains(state);
        assertThat(answer.attributeValue("to")).isEqualTo(ADMIN);
        assertThat(scene.decisions.get(1).toPeer())
                .extracting(stanza -> stanza.kind())
                .containsExactly(Kind.SUBSCRIBED, Kind.SUBSCRIBE, Kind.AVAILABLE);
    }

    @Test
    @DisplayName("answerable by sending it back submitted: refuse")
    void form_denies() {
        scene.asks("capulet.lit", "");

        assertThat(one(ADMIN, "", form("0")).elementText("body")).startsWith("The request of capulet.lit is refused.");
        assertThat(scene.item("capulet.lit")).isEmpty();
        assertThat(one(ADMIN, "", form("0")).elementText("body"))
                .startsWith("Nothing was done: capulet.lit has not asked to subscribe");
    }

    @Test
    void form_without_asking_in_turn_and_with_a_reason() {
        scene.asks("capulet.lit", "");

        one(ADMIN, "", form("1", field("reciprocate", "0"), field("reason", "welcome")));

        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(SubscriptionState.FROM);
        assertThat(scene.decisions.get(1).events().get(0).reason()).isEqualTo("welcome");
    }

    @Test
    void malformed_forms_are_answered_in_words() {
        scene.asks("capulet.lit", "");

        assertThat(one(ADMIN, "", form("maybe")).elementText("body"))
                .isEqualTo("Nothing was done. The field 'approve' takes 0, 1, true or false.");
        assertThat(one(ADMIN, "", form("1").replace("approve'", "other'")).elementText("body"))
                .isEqualTo("Nothing was done. The field 'approve' is required, and is not filled in.");
        assertThat(one(ADMIN, "", form("1").replace(APPROVE, "urn:other")).elementText("body"))
                .isEqualTo("This form is none of mine.");
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(SubscriptionState.NONE_PENDING_IN);
    }

    @Test
    @DisplayName("The form of a notice, filled in, is the form that is understood")
    void there_and_back() {
        scene.asks("capulet.lit", "");
        Notice notice = new Notice(Notice.Kind.REQUESTED, PeerDomain.parse("capulet.lit"), "");
        Element x = Scene.x(Scene.reparsed(new Notices(LocalDomain.parse(Scene.DOMAIN), scene.commands, Scene.ADMINS)
                .of(notice, Evidence.NONE)
                .get(0)));
        x.addAttribute("type", "submit");
        x.elements(QName.get("field", Namespaces.DATA_FORMS)).stream()
                .filter(field -> field.attributeValue("var").equals("approve"))
                .forEach(field -> field.elements().get(0).setText("1"));

        one(ADMIN, "", x.asXML());

        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
    }

    @Test
    void a_change_that_could_not_be_taken_is_told() {
        Outcome outcome =
                handler.handle(Scene.message(ADMIN, "type='chat'", "<body>subscribe a.lit</body>"), scene.roster);

        for (Refusal refusal : Refusal.values()) {
            List<Packet> told =
                    ((Outcome.Change) Scene.known(outcome)).change().refuse().apply(refusal);
            assertThat(Scene.one(told).elementText("body")).startsWith("Nothing was changed");
        }
    }

    private static String form(String approve, String... more) {
        return "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", APPROVE) + field("peerjid", "capulet.lit")
                + field("approve", approve) + String.join("", more) + "</x>";
    }

    private String says(String text) {
        Element answer = one(ADMIN, "type='chat'", "<body>" + text + "</body>");
        assertThat(answer.attributeValue("type")).isEqualTo("chat");
        return answer.elementText("body");
    }

    private Element one(String from, String attributes, String content) {
        return Scene.one(all(from, attributes, content));
    }

    private List<Packet> all(String from, String attributes, String content) {
        return scene.settle(handler.handle(Scene.message(from, attributes, content), scene.roster));
    }
}
