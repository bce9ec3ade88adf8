package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.PENDING;
import static org.serverroster.command.Scene.STRANGER;
import static org.serverroster.command.Scene.error;
import static org.serverroster.command.Scene.errorText;
import static org.serverroster.command.Scene.field;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.request;
import static org.serverroster.xmpp.Namespaces.SERVER_BUDDY;

import java.time.Duration;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("XEP-0050, section 4.4: each row of the table of errors")
class CommandErrorsTest {

    private static final String MALFORMED_ACTION = "modify/bad-request/malformed-action";
    private static final String BAD_ACTION = "modify/bad-request/bad-action";
    private static final String BAD_LOCALE = "modify/bad-request/bad-locale";
    private static final String BAD_PAYLOAD = "modify/bad-request/bad-payload";
    private static final String BAD_SESSIONID = "modify/bad-request/bad-sessionid";
    private static final String SESSION_EXPIRED = "cancel/not-allowed/session-expired";

    private final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(strings = {"", "Execute", "execute ", "finish", "completed"})
    @DisplayName("malformed-action: The responding JID does not understand the specified action.")
    void malformed_action(String action) {
        assertThat(error(scene.send(ADMIN, request(SERVER_BUDDY, "action='" + action + "'"))))
                .isEqualTo(MALFORMED_ACTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "prev", "cancel"})
    @DisplayName("bad-action: The responding JID cannot accept the specified action.")
    void bad_action_without_a_session(String action) {
        assertThat(error(scene.send(ADMIN, request(SERVER_BUDDY, "action='" + action + "'"))))
                .isEqualTo(BAD_ACTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "prev"})
    @DisplayName("bad-action: If <prev/> is not contained by the <actions/>, it is disabled.")
    void bad_action_in_a_session(String action) {
        String session = scene.begin(SERVER_BUDDY);

        assertThat(error(send(session, "action='" + action + "'", form(SERVER_BUDDY, "peerjid", "a.lit"))))
                .isEqualTo(BAD_ACTION);
        assertThat(scene.decisions).isEmpty();
        assertThat(complete(session).attributeValue("type")).isEqualTo("result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr-ca", "de", "english", "x"})
    @DisplayName(
            "bad-locale: If the responder cannot accomodate the requested language/locale, it SHOULD respond with a "
                    + "<bad-request/> (<bad-locale/>) error condition.")
    void bad_locale(String language) {
        assertThat(error(scene.send(ADMIN, request(SERVER_BUDDY, "xml:lang='" + language + "'"))))
                .isEqualTo(BAD_LOCALE);
    }

    @Test
    @DisplayName("bad-payload: [...] (e.g. the data form did not provide one or more required fields).")
    void bad_payload_leaves_the_session_open() {
        String session = scene.begin(SERVER_BUDDY);

        Element answer = send(session, "", form(SERVER_BUDDY));

        assertThat(error(answer)).isEqualTo(BAD_PAYLOAD);
        assertThat(errorText(answer)).isEqualTo("The field 'peerjid' is required, and is not filled in.");
        assertThat(complete(session).attributeValue("type")).isEqualTo("result");
    }

    @Test
    void bad_payload_at_once() {
        String twice = form(SERVER_BUDDY, "peerjid", "a.lit", "peerjid", "b.lit");

        assertThat(error(scene.send(ADMIN, request(SERVER_BUDDY, "", twice)))).isEqualTo(BAD_PAYLOAD);
        assertThat(error(scene.send(ADMIN, request(SERVER_BUDDY, "", form(PENDING, "peerjid", "a.lit")))))
                .isEqualTo(BAD_PAYLOAD);
        assertThat(error(scene.send(
                        ADMIN,
                        request(SERVER_BUDDY, "", "<x xmlns='jabber:x:data'>" + field("peerjid", "a.lit") + "</x>"))))
                .isEqualTo(BAD_PAYLOAD);
        assertThat(scene.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none-of-ours", "server-buddy:20040408T0337Z"})
    @DisplayName(
            "bad-sessionid: The responding JID cannot accept the specified sessionid. [It] MUST NOT be empty or null")
    void bad_sessionid(String session) {
        assertThat(error(complete(session))).isEqualTo(BAD_SESSIONID);
        assertThat(scene.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bard@shakespeare.lit/theatre", "bard@shakespeare.lit", "clown@shakespeare.lit/globe"})
    @DisplayName("Each session [...] SHOULD be valid only between one requester/responder pair.")
    void somebody_elses_session(String other) {
        String session = scene.begin(SERVER_BUDDY);
        String submitted = request(SERVER_BUDDY, "sessionid='" + session + "'", form(SERVER_BUDDY, "peerjid", "a.lit"));

        assertThat(error(scene.send(other, submitted))).isEqualTo(BAD_SESSIONID);
        assertThat(error(scene.send(other, request(SERVER_BUDDY, "action='cancel' sessionid='" + session + "'"))))
                .isEqualTo(BAD_SESSIONID);
        assertThat(complete(session).attributeValue("type")).isEqualTo("result");
        assertThat(error(scene.send(other, submitted))).isEqualTo(BAD_SESSIONID);
    }

    @Test
    void a_session_of_another_command() {
        String session = scene.begin(PENDING);

        assertThat(error(complete(session))).isEqualTo(BAD_SESSIONID);
    }

    @Test
    @DisplayName("session-expired: [...] a sessionid that is no longer active (either because it was completed ...")
    void completed_session() {
        String session = scene.begin(SERVER_BUDDY);
        complete(session);

        assertThat(error(complete(session))).isEqualTo(SESSION_EXPIRED);
        assertThat(scene.decisions).hasSize(1);
    }

    @Test
    @DisplayName("... canceled, ...")
    void canceled_session() {
        String session = scene.begin(SERVER_BUDDY);
        send(session, "action='cancel'", "");

        assertThat(error(complete(session))).isEqualTo(SESSION_EXPIRED);
        assertThat(error(send(session, "action='cancel'", ""))).isEqualTo(SESSION_EXPIRED);
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    @DisplayName("... or timed out). A session ends after 15 minutes.")
    void timed_out_session() {
        String early = scene.begin(SERVER_BUDDY);
        scene.passes(Duration.ofMinutes(15).minusMillis(1));
        String late = scene.begin(SERVER_BUDDY);
        assertThat(error(send(early, "action='next'", ""))).isEqualTo(BAD_ACTION);
        scene.passes(Duration.ofMillis(1));

        assertThat(error(complete(early))).isEqualTo(SESSION_EXPIRED);
        assertThat(scene.decisions).isEmpty();
        assertThat(complete(late).attributeValue("type")).isEqualTo("result");
    }

    @Test
    void what_completed_at_once_cannot_go_on() {
        String session = scene.command(ADMIN, request(SERVER_BUDDY, "", form(SERVER_BUDDY, "peerjid", "a.lit")))
                .attributeValue("sessionid");

        assertThat(error(complete(session))).isEqualTo(SESSION_EXPIRED);
    }

    @Test
    void who_opens_too_many_sessions_loses_the_oldest_and_nobody_else_does() {
        String others = scene.command("clown@shakespeare.lit/globe", request(SERVER_BUDDY, ""))
                .attributeValue("sessionid");
        String first = scene.begin(SERVER_BUDDY);
        String second = scene.begin(SERVER_BUDDY);
        for (int i = 2; i < Sessions.MAX_OF_ADMIN; i++) {
            scene.command("bard@shakespeare.lit/r" + i, request(SERVER_BUDDY, ""));
        }
        assertThat(error(send(first, "action='next'", ""))).isEqualTo(BAD_ACTION);

        scene.begin(SERVER_BUDDY);

        assertThat(error(complete(first))).isEqualTo(SESSION_EXPIRED);
        assertThat(complete(second).attributeValue("type")).isEqualTo("result");
        assertThat(scene.command(
                                "clown@shakespeare.lit/globe",
                                request(SERVER_BUDDY, "action='cancel' sessionid='" + others + "'"))
                        .attributeValue("status"))
                .isEqualTo("canceled");
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, "shakespeare.lit", "bard@shakespeare.lit.evil.lit/globe", "iago@shakespeare.lit"})
    @DisplayName(
            "forbidden: The requesting JID is not allowed to execute the command. XEP-0133: MUST NOT be granted to "
                    + "users who lack service-level administrative privileges.")
    void forbidden(String from) {
        assertThat(error(scene.send(from, request(SERVER_BUDDY, "")))).isEqualTo("auth/forbidden/");
        assertThat(error(scene.send(from, request(SERVER_BUDDY, "", form(SERVER_BUDDY, "peerjid", "a.lit")))))
                .isEqualTo("auth/forbidden/");
        assertThat(error(scene.send(from, request("urn:none", "")))).isEqualTo("auth/forbidden/");
        assertThat(scene.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BARD@shakespeare.lit/globe", "bard@SHAKESPEARE.lit/other", "bard@shakespeare.lit"})
    void an_administrator_is_known_by_the_bare_address(String from) {
        assertThat(scene.send(from, request(SERVER_BUDDY, "")).attributeValue("type"))
                .isEqualTo("result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "urn:none", "http://jabber.org/protocol/admin#SERVER-BUDDY", "urn:x-server-roster:admin#"})
    @DisplayName("item-not-found: The responding JID cannot find the requested command node.")
    void item_not_found(String node) {
        assertThat(error(scene.send(ADMIN, request(node, "")))).isEqualTo("cancel/item-not-found/");
    }

    @Test
    @DisplayName("The \"node\" attribute uniquely identifies the command. This attribute MUST be present.")
    void no_node() {
        assertThat(error(scene.send(ADMIN, "<command xmlns='http://jabber.org/protocol/commands'/>")))
                .isEqualTo("modify/bad-request/");
    }

    private Element send(String session, String attributes, String content) {
        return scene.send(ADMIN, request(SERVER_BUDDY, "sessionid='" + session + "' " + attributes, content));
    }

    private Element complete(String session) {
        return send(session, "", form(SERVER_BUDDY, "peerjid", "a.lit"));
    }
}
