package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.APPROVE;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.request;
import static org.serverroster.command.Scene.values;
import static org.serverroster.command.Scene.x;
import static org.serverroster.subscription.SubscriptionState.BOTH;
import static org.serverroster.subscription.SubscriptionState.FROM;

import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("remove: XEP-0162 \"Remove\", in one stage or two")
class RemoveCommandTest {

    private static final String REMOVE = Namespaces.ROSTER_ADMIN + "remove";
    private static final QName ACTIONS = QName.get("actions", Namespaces.COMMANDS);
    private static final QName NOTE = QName.get("note", Namespaces.COMMANDS);

    private final Scene scene = new Scene();

    private void both() {
        scene.asks("capulet.lit", "");
        scene.note(APPROVE, "peerjid", "capulet.lit");
        scene.commit(PeerDomain.parse("capulet.lit"), (all, item, at) -> scene.rules.approved(item, "", at));
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(BOTH);
    }

    private Element in(String session, String attributes, String... content) {
        return scene.command(ADMIN, request(REMOVE, "sessionid='" + session + "' " + attributes, content));
    }

    private static String actions(Element command) {
        return command.element(ACTIONS).asXML().replace(" xmlns=\"http://jabber.org/protocol/commands\"", "");
    }

    @Test
    @DisplayName(
            "When the user asks for the removal of an item with subscription='both', the Jabber client SHOULD ask the "
                    + "user whether he wants to revoke the contact's authorization to see the user's presence too.")
    void both_without_revoke_is_asked_about() {
        both();
        Element first = scene.command(ADMIN, request(REMOVE, ""));
        String session = first.attributeValue("sessionid");
        assertThat(actions(first)).isEqualTo("<actions execute=\"next\"><next/><complete/></actions>");

        Element second = in(session, "action='next'", form(REMOVE, "peerjid", "capulet.lit"));

        assertThat(second.attributeValue("status")).isEqualTo("executing");
        assertThat(second.attributeValue("sessionid")).isEqualTo(session);
        assertThat(actions(second)).isEqualTo("<actions execute=\"complete\"><prev/><complete/></actions>");
        assertThat(values(x(second), "revoke")).containsExactly("0");
        assertThat(values(x(second), "FORM_TYPE")).containsExactly(REMOVE);
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(BOTH);

        Element last = in(session, "action='complete'", form(REMOVE, "revoke", "1"));

        assertThat(last.attributeValue("status")).isEqualTo("completed");
        assertThat(last.elementText(NOTE))
                .isEqualTo(
                        "This server's subscription to capulet.lit is ended. Its subscription to this server is ended. "
                                + "capulet.lit is off the roster.");
        assertThat(scene.item("capulet.lit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "action='execute'", "action='complete'"})
    @DisplayName("The action \"execute\" is equivalent to the action specified in the \"execute\" attribute.")
    void whichever_way_the_first_form_is_sent_both_is_asked_about(String action) {
        both();

        Element atOnce = scene.command(ADMIN, request(REMOVE, action, form(REMOVE, "peerjid", "capulet.lit")));
        Element inSession = in(scene.begin(REMOVE), action, form(REMOVE, "peerjid", "capulet.lit"));

        for (Element asked : new Element[] {atOnce, inSession}) {
            assertThat(asked.attributeValue("status")).isEqualTo("executing");
            Element done = in(asked.attributeValue("sessionid"), action, form(REMOVE, "revoke", "0"));
            assertThat(done.attributeValue("status")).isEqualTo("completed");
            both0();
        }
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(BOTH);
    }

    /** From again to Both. */
    private void both0() {
        PeerDomain capulet = PeerDomain.parse("capulet.lit");
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(FROM);
        scene.note(Namespaces.SERVER_BUDDY, "peerjid", "capulet.lit");
        scene.commit(capulet, (all, item, at) -> scene.rules.approved(item, "", at));
    }

    @Test
    @DisplayName(
            "If the requester wishes to revert to the previous stage, it sends [...] action='prev'. The responder MAY "
                    + "present \"remembered\" field values")
    void back_and_forth() {
        both();
        String session = scene.begin(REMOVE);
        in(session, "", form(REMOVE, "peerjid", "capulet.lit"));

        Element back = in(session, "action='prev'");

        assertThat(actions(back)).isEqualTo("<actions execute=\"next\"><next/><complete/></actions>");
        assertThat(values(x(back), "peerjid")).containsExactly("capulet.lit");
        assertThat(Scene.error(scene.send(ADMIN, request(REMOVE, "action='prev' sessionid='" + session + "'"))))
                .isEqualTo("modify/bad-request/bad-action");

        Element done = in(session, "action='next'", form(REMOVE, "peerjid", "capulet.lit", "revoke", "true"));
        assertThat(done.attributeValue("status")).isEqualTo("completed");
        assertThat(scene.item("capulet.lit")).isEmpty();
    }

    @Test
    @DisplayName("If <next/> is not contained by the <actions/>, it is disabled.")
    void no_stage_after_the_second() {
        both();
        String session = scene.begin(REMOVE);
        in(session, "", form(REMOVE, "peerjid", "capulet.lit"));

        assertThat(Scene.error(scene.send(
                        ADMIN,
                        request(REMOVE, "action='next' sessionid='" + session + "'", form(REMOVE, "revoke", "1")))))
                .isEqualTo("modify/bad-request/bad-action");
        assertThat(Scene.error(scene.send(ADMIN, request(REMOVE, "sessionid='" + session + "'", form(REMOVE)))))
                .isEqualTo("modify/bad-request/bad-payload");
        assertThat(in(session, "action='cancel'").attributeValue("status")).isEqualTo("canceled");
        assertThat(scene.item("capulet.lit").orElseThrow().state()).isEqualTo(BOTH);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'This server''s subscription to capulet.lit is ended. Its subscription to this server is ended. capulet.lit is "
                + "off the roster.'",
        "0, 'This server''s subscription to capulet.lit is ended. capulet.lit stays on the roster, for it is subscribed to "
                + "us.'",
    })
    void with_revoke_given_nothing_is_asked(String revoke, String said) {
        both();

        assertThat(scene.note(REMOVE, "peerjid", "capulet.lit", "revoke", revoke)
                        .getText())
                .isEqualTo(said);
    }

    @Test
    @DisplayName("The Jabber client MAY transparently remove the contact from the roster if the user asked to, and if "
            + "subscription='none' or subscription='to'.")
    void what_is_not_both_is_not_asked_about() {
        scene.note(Namespaces.SERVER_BUDDY, "peerjid", "capulet.lit");

        assertThat(scene.note(REMOVE, "peerjid", "capulet.lit").getText())
                .isEqualTo("This server's request to capulet.lit is taken back. It is no longer approved in advance. "
                        + "capulet.lit is off the roster.");
        assertThat(scene.note(REMOVE, "peerjid", "capulet.lit").getText())
                .isEqualTo("Nothing to do: capulet.lit is not on the roster.");
    }

    @Test
    @DisplayName("the item leaves only when nothing of it is left")
    void a_request_that_waits_keeps_it() {
        scene.asks("capulet.lit", "");

        assertThat(scene.note(REMOVE, "peerjid", "capulet.lit").getText())
                .isEqualTo("capulet.lit stays on the roster, for its request waits for an administrator here.");
        assertThat(scene.note(REMOVE, "peerjid", "capulet.lit", "revoke", "1").getText())
                .isEqualTo("Its request to this server is refused. capulet.lit is off the roster.");
    }
}
