package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.APPROVE;
import static org.serverroster.command.Scene.PENDING;
import static org.serverroster.command.Scene.ROSTER;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.request;
import static org.serverroster.command.Scene.x;
import static org.serverroster.xmpp.Namespaces.COMMANDS;
import static org.serverroster.xmpp.Namespaces.SERVER_BUDDY;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.router.Outcome;
import org.xmpp.packet.Packet;

@DisplayName("XEP-0050: how commands run")
class CommandHandlerTest {

    private static final QName ACTIONS = QName.get("actions", COMMANDS);
    private static final QName LANG = QName.get("lang", Namespace.XML_NAMESPACE);

    private final Scene scene = new Scene();

    @Test
    @DisplayName("The requester MAY include the \"action='execute'\", although this is implied.")
    void execute_is_implied() {
        Element implied = scene.command(ADMIN, request(SERVER_BUDDY, ""));
        Element said = scene.command(ADMIN, request(SERVER_BUDDY, "action='execute'"));

        assertThat(x(implied).asXML()).isEqualTo(x(said).asXML());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SERVER_BUDDY,
                "pending",
                "approve",
                "deny",
                "roster",
                "edit",
                "unsubscribe",
                "block",
                "unblock",
                "history"
            })
    @DisplayName("The <command/> SHOULD include an <actions/> element, which specifies the details of what the allowed "
            + "actions are for this stage of execution. [...] The value of this attribute SHOULD match the local name of "
            + "one of the contained child elements.")
    void a_stage_has_actions(String name) {
        String node = name.equals(SERVER_BUDDY) ? name : "urn:x-server-roster:admin#" + name;

        Element command = scene.command(ADMIN, request(node, ""));

        assertThat(command.element(ACTIONS).asXML())
                .isEqualTo(
                        "<actions xmlns=\"http://jabber.org/protocol/commands\" execute=\"complete\"><complete/></actions>");
        assertThat(command.attributeValue("status")).isEqualTo("executing");
        assertThat(Scene.values(x(command), "FORM_TYPE"))
                .containsExactly(node.equals(SERVER_BUDDY) ? "http://jabber.org/protocol/admin" : node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "action='execute'", "action='complete'"})
    @DisplayName("The action \"execute\" is equivalent to the action specified in the \"execute\" attribute.")
    void the_second_stanza_completes(String action) {
        String session = scene.begin(SERVER_BUDDY);

        Element command = scene.command(
                ADMIN,
                request(SERVER_BUDDY, "sessionid='" + session + "' " + action, form(SERVER_BUDDY, "peerjid", "a.lit")));

        assertThat(command.attributeValue("status")).isEqualTo("completed");
        assertThat(command.element(ACTIONS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "action='execute'", "action='complete'"})
    @DisplayName(
            "A first execute that already carries a submitted form completes at once; the responder SHOULD initialize "
                    + "(if not provided) or maintain [the sessionid]")
    void at_once(String action) {
        Element command = scene.command(ADMIN, request(SERVER_BUDDY, action, form(SERVER_BUDDY, "peerjid", "a.lit")));

        assertThat(command.attributeValue("status")).isEqualTo("completed");
        assertThat(command.attributeValue("sessionid")).isNotEmpty();
        assertThat(scene.item("a.lit")).isPresent();
    }

    @Test
    @DisplayName("complete: The command should be completed (if possible).")
    void complete_without_a_form_takes_what_the_fields_have_at_first() {
        assertThat(scene.command(ADMIN, request(PENDING, "action='complete'")).attributeValue("status"))
                .isEqualTo("completed");
        assertThat(Scene.error(scene.send(ADMIN, request(SERVER_BUDDY, "action='complete'"))))
                .isEqualTo("modify/bad-request/bad-payload");
    }

    @Test
    @DisplayName(
            "This enables the responder to free any resources allocated during the process. The responder MUST reply "
                    + "with the success of the command")
    void cancel() {
        String session = scene.begin(SERVER_BUDDY);

        Element command = scene.command(ADMIN, request(SERVER_BUDDY, "action='cancel' sessionid='" + session + "'"));

        assertThat(command.asXML())
                .isEqualTo("<command xmlns=\"http://jabber.org/protocol/commands\" node=\"" + SERVER_BUDDY
                        + "\" sessionid=\"" + session + "\" status=\"canceled\"></command>");
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("If specified by the requester, the responder MUST ignore [the status].")
    void status_of_the_requester_is_ignored() {
        Element command = scene.command(ADMIN, request(SERVER_BUDDY, "status='canceled'"));

        assertThat(command.attributeValue("status")).isEqualTo("executing");
    }

    @Test
    @DisplayName("[<actions/>] SHOULD NOT ever be provided by the requester: where it is, it changes nothing")
    void actions_and_notes_of_the_requester_are_ignored() {
        Element command = scene.command(
                ADMIN,
                request(
                        SERVER_BUDDY,
                        "",
                        "<actions execute='prev'><prev/></actions><note type='error'>no</note>",
                        form(SERVER_BUDDY, "peerjid", "a.lit")));

        assertThat(command.attributeValue("status")).isEqualTo("completed");
    }

    @Test
    @DisplayName(
            "Those elements that come earlier in the child list take precedence over those later in the child list.")
    void the_first_form_is_taken() {
        scene.command(
                ADMIN,
                request(
                        SERVER_BUDDY,
                        "",
                        form(SERVER_BUDDY, "peerjid", "first.lit"),
                        form(SERVER_BUDDY, "peerjid", "second.lit")));

        assertThat(scene.roster.items())
                .extracting(item -> item.peer().toString())
                .containsExactly("first.lit");
    }

    @Test
    @DisplayName("Responders SHOULD consider any <x type='cancel'/> to be <x type='submit'/>.")
    void a_canceled_form_is_a_submitted_one() {
        Element command = scene.command(
                ADMIN,
                request(SERVER_BUDDY, "", form(SERVER_BUDDY, "peerjid", "a.lit").replace("'submit'", "'cancel'")));

        assertThat(command.attributeValue("status")).isEqualTo("completed");
        assertThat(scene.item("a.lit")).isPresent();
    }

    @Test
    @DisplayName(
            "If a command completes but fails, the responder MUST include at least one <note type='error'/> with the "
                    + "<command status='completed'/> it returns.")
    void failure_has_an_error_note() {
        assertThat(scene.note(APPROVE, "peerjid", "a.lit").attributeValue("type"))
                .isEqualTo("error");
    }

    @Test
    @DisplayName("It may be possible for a requester to be executing more than one session of the same command")
    void several_sessions_at_once() {
        String first = scene.begin(SERVER_BUDDY);
        String second = scene.begin(SERVER_BUDDY);
        String other = scene.begin(ROSTER);

        scene.command(
                ADMIN, request(SERVER_BUDDY, "sessionid='" + second + "'", form(SERVER_BUDDY, "peerjid", "b.lit")));
        scene.command(ADMIN, request(ROSTER, "sessionid='" + other + "'", form(ROSTER)));
        scene.command(
                ADMIN, request(SERVER_BUDDY, "sessionid='" + first + "'", form(SERVER_BUDDY, "peerjid", "a.lit")));

        assertThat(scene.roster.items())
                .extracting(item -> item.peer().toString())
                .containsExactly("a.lit", "b.lit");
    }

    @Test
    @DisplayName("Once a session has ended, its 'sessionid' value SHOULD NOT be used again. It is the responder's "
            + "responsibility to ensure that each 'sessionid' value is unique.")
    void session_ids_are_unique_and_long() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = i % 2 == 0
                    ? scene.begin(SERVER_BUDDY)
                    : scene.command(ADMIN, request(PENDING, "action='complete'"))
                            .attributeValue("sessionid");
            assertThat(id).hasSizeGreaterThanOrEqualTo(32);
            ids.add(id);
        }
        assertThat(ids).hasSize(1_000);
    }

    @Test
    @DisplayName("The responder SHOULD specify the language/locale with the every command session's response.")
    void the_answer_names_its_language() {
        assertThat(scene.send(ADMIN, request(SERVER_BUDDY, "")).attributeValue(LANG))
                .isEqualTo("en");
        assertThat(scene.send(ADMIN, request(PENDING, "action='complete'")).attributeValue(LANG))
                .isEqualTo("en");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-us", "EN-GB", "i-default", ""})
    void english_in_every_form(String language) {
        assertThat(scene.send(ADMIN, request(SERVER_BUDDY, "xml:lang='" + language + "'"))
                        .attributeValue("type"))
                .isEqualTo("result");
    }

    @Test
    @DisplayName("RFC 6120, 8.1.5: the client's server SHOULD add an 'xml:lang' attribute: no wish of the requester's")
    void a_language_on_the_stanza_alone_is_answered_in_english() {
        var iq = Scene.iq(ADMIN, "set", request(SERVER_BUDDY, ""));
        iq.stanza().getElement().addAttribute(LANG, "de");
        CommandHandler handler = new CommandHandler(scene.commands, Scene.ADMINS, () -> scene.now, new SecureRandom());

        Element answer = Scene.one(scene.settle(handler.handle(iq, scene.roster)));

        assertThat(answer.attributeValue("type")).isEqualTo("result");
    }

    @Test
    void the_answer_has_no_namespace_of_its_own_and_the_payload_has_its_own() {
        Element answer = scene.send(ADMIN, request(SERVER_BUDDY, ""));

        assertThat(answer.getNamespaceURI()).isEmpty();
        assertThat(answer.attributeValue("id")).isEqualTo("i1");
        assertThat(answer.attributeValue("from")).isEqualTo(Scene.DOMAIN);
        assertThat(answer.attributeValue("to")).isEqualTo(ADMIN);
        assertThat(answer.elements()).extracting(Element::getQualifiedName).containsExactly("command");
        Element error = scene.send(ADMIN, request("urn:none", "")).element("error");
        assertThat(error.getNamespaceURI()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUSY", "STOPPING", "FAULT"})
    @DisplayName("A change that could not be taken is answered with an error of type wait, and the session goes on")
    void refused_changes_can_be_sent_again(String name) {
        String session = scene.begin(SERVER_BUDDY);
        String submitted = request(SERVER_BUDDY, "sessionid='" + session + "'", form(SERVER_BUDDY, "peerjid", "a.lit"));
        RosterChange change = ((Outcome.Change) Scene.known(scene.outcome(ADMIN, submitted))).change();

        List<Packet> refused = change.refuse().apply(Refusal.valueOf(name));

        assertThat(Scene.error(Scene.one(refused)))
                .isEqualTo(name.equals("FAULT") ? "wait/internal-server-error/" : "wait/resource-constraint/");
        assertThat(Scene.errorText(Scene.one(refused))).startsWith("Nothing was changed");
        assertThat(scene.command(ADMIN, submitted).attributeValue("status")).isEqualTo("completed");
    }
}
