package org.serverroster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.xmpp.Namespaces;

@DisplayName("Nothing leaves from a served domain before its bridge was found on this stream")
class BridgeTest extends BridgeScene {

    @Test
    void a_domain_that_announces_the_feature_and_hands_over_our_probe_is_open() {
        assertThat(question.asXML())
                .contains("from=\"" + COMPONENT, "to=\"" + SERVED, Namespaces.DISCO_INFO)
                .startsWith("<iq type=\"get\"");
        assertThat(why()).isEqualTo("the bridge is being looked for");
        announces(FEATURE);
        assertThat(lastAsked().asXML())
                .startsWith("<presence type=\"probe\"")
                .contains("from=\"" + COMPONENT + "\"", "to=\"" + SERVED + "\"");
        assertThat(happened).isEmpty();

        assertThat(handsOver(lastAsked())).isTrue();

        assertThat(happened).containsExactly("opened");
        assertThat(bridge.status()).isEqualTo(new Bridge.Status(true, ""));
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("On a detach every served domain is closed again")
    void closed_when_the_stream_ends() {
        open();
        bridge.detached(Ending.PLAIN);

        assertThat(happened).containsExactly("opened", "closed");
        assertThat(why()).isEqualTo("the stream is not attached");
        bridge.attached();
        assertThat(bridge.status().open()).isFalse();
        question = lastAsked();
        open();
        assertThat(happened).containsExactly("opened", "closed", "opened");
    }

    @Test
    void without_the_module_the_operator_reads_which_lines_to_add() {
        announces("");

        assertThat(why())
                .startsWith("montague.lit does not announce urn:xmpp:server-presence: load mod_server_roster")
                .contains(
                        "server_roster_component = \"buddies.montague.lit\"",
                        "mod_server_roster: {component: buddies.montague.lit}");
        assertThat(happened).isEmpty();
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .startsWith("The server roster of montague.lit does not work yet")
                .contains(why());
    }

    @Test
    void a_module_that_names_another_component_hands_nothing_over_to_us() {
        announces(FEATURE);
        passes(Bridge.PATIENCE);

        assertThat(why()).contains("announces", "our probe did not come back", "names another component");
    }

    @Test
    @DisplayName("Stock Prosody answers the probe with available presence: the server itself answers in its place")
    void the_server_itself_answers_the_probe() {
        announces(FEATURE);
        assertThat(comes("<presence id='%s' from='%s' to='%s'/>"
                        .formatted(lastAsked().attributeValue("id"), SERVED, COMPONENT)))
                .isTrue();

        assertThat(why()).contains("the server itself answered our probe in its place");
    }

    @Test
    void a_domain_of_another_server_is_named_as_such() {
        assertThat(answer(
                        question,
                        "error",
                        "<error type='cancel'><remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                                + "</error>"))
                .isTrue();

        assertThat(why()).contains("'remote-server-not-found'", "a domain of the server that buddies.montague.lit is");
    }

    @Test
    void no_answer_in_time_is_an_answer() {
        passes(Bridge.PATIENCE.minusSeconds(1));
        assertThat(why()).isEqualTo("the bridge is being looked for");
        passes(Duration.ofSeconds(1));

        assertThat(why()).contains("did not say in time");
    }

    @Test
    @DisplayName("Found later: the admins are told that it is there")
    void looked_at_again_every_minute() {
        announces("");
        int before = asked.size();
        passes(Bridge.LOOK_AGAIN.minusSeconds(1));
        assertThat(asked).hasSize(before);
        passes(Duration.ofSeconds(1));
        question = lastAsked();
        assertThat(asked).hasSize(before + 1);
        assertThat(why()).as("what is known stays until something else is").contains("does not announce");

        openAndPass();

        assertThat(happened).containsExactly("opened");
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("The bridge of montague.lit is there");
        passes(Bridge.LOOK_AGAIN);
        assertThat(told).hasSize(2);
    }

    @Test
    @DisplayName("The admins are told once per reason, however often it is looked at and the stream ends")
    void told_once_per_reason() {
        announces("");
        for (int i = 0; i < 3; i++) {
            passes(Bridge.LOOK_AGAIN);
            question = lastAsked();
            announces("");
            bridge.detached(Ending.PLAIN);
            bridge.attached();
            question = lastAsked();
            announces("");
        }
        assertThat(told).hasSize(1);
        passes(Bridge.LOOK_AGAIN);
        question = lastAsked();
        announces(FEATURE);
        passes(Bridge.PATIENCE);

        assertThat(told).hasSize(2);
    }

    @Test
    void admins_who_can_not_be_told_are_told_the_next_time() {
        adminsHear = false;
        announces("");
        adminsHear = true;
        passes(Bridge.LOOK_AGAIN);
        question = lastAsked();
        announces("");

        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName(
            "Of two instances either may be handed what the other asked: each asks again, and counts what it is handed")
    void two_instances() {
        passes(Bridge.ASK_AGAIN);
        assertThat(asked).hasSize(2);
        assertThat(lastAsked().attributeValue("from")).startsWith(COMPONENT + "/");
        question = lastAsked();
        announces(FEATURE);
        String others = "<presence type='probe' id='bridge-another' from='buddies.montague.lit' to='montague.lit'/>";
        assertThat(comes(others)).isTrue();
        assertThat(happened).containsExactly("opened");

        // And afterwards it is for nobody else here.
        assertThat(comes(others)).isTrue();
        assertThat(comes("<iq type='result' id='bridge-another' from='montague.lit' to='buddies.montague.lit'/>"))
                .isTrue();
        assertThat(happened).containsExactly("opened");
    }

    @Test
    void an_answer_to_an_earlier_look_says_nothing() {
        Element first = question;
        passes(Bridge.PATIENCE.plus(Bridge.LOOK_AGAIN));
        question = lastAsked();
        assertThat(answer(first, "result", "<query xmlns='http://jabber.org/protocol/disco#info'/>"))
                .isTrue();

        assertThat(why()).contains("did not say in time");
        open();
        assertThat(happened).containsExactly("opened");
    }

    @ParameterizedTest
    @DisplayName("Nobody but the server and we ourselves can open it")
    @ValueSource(
            strings = {
                "<presence type='probe' id='{id}' from='capulet.lit' to='montague.lit'/>",
                "<presence type='probe' id='{id}' from='romeo@buddies.montague.lit' to='montague.lit'/>",
                "<presence type='probe' id='{id}' from='montague.lit' to='montague.lit'/>",
                "<presence type='probe' id='{id}' from='buddies.montague.lit' to='admin@montague.lit'/>",
                "<presence type='probe' id='subscribe-1' from='buddies.montague.lit' to='montague.lit'/>",
                "<presence type='subscribe' id='{id}' from='buddies.montague.lit' to='montague.lit'/>",
                "<iq type='result' id='{id}' from='capulet.lit' to='buddies.montague.lit'/>",
                "<iq type='result' id='{id}' from='romeo@montague.lit' to='buddies.montague.lit'/>",
                "<iq type='get' id='{id}' from='montague.lit' to='buddies.montague.lit'/>",
                "<iq type='result' id='{id}' from='@' to='buddies.montague.lit'/>",
                "<iq type='result' from='montague.lit' to='buddies.montague.lit'/>"
            })
    void what_others_send_is_none_of_it(String xml) {
        announces(FEATURE);

        assertThat(comes(xml.replace("{id}", lastAsked().attributeValue("id")))).isFalse();
        assertThat(happened).isEmpty();
    }
}
