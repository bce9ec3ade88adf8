package org.serverroster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.TestStanzas;

@DisplayName("Nothing leaves from a served domain before its bridge was found on this stream")
class BridgeTest {

    private static final String SERVED = "montague.lit";
    private static final String COMPONENT = "buddies.montague.lit";
    private static final String FEATURE = "<feature var='" + Namespaces.SERVER_PRESENCE + "'/>";

    private final List<Element> asked = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean adminsHear = true;
    // A clock that runs over on the way.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    private final Bridge bridge = new Bridge(
            LocalDomain.parse(SERVED),
            LocalDomain.parse(COMPONENT),
            packet -> asked.add(packet.getElement()),
            () -> now,
            new Bridge.Listener() {
                @Override
                public void opened() {
                    happened.add("opened");
                }

                @Override
                public void closed() {
                    happened.add("closed");
                }

                @Override
                public boolean tell(String subject, String body) {
                    if (adminsHear) {
                        told.add(subject + ": " + body);
                    }
                    return adminsHear;
                }
            });

    private Element question;

    @BeforeEach
    void attach() {
        bridge.attached();
        question = lastAsked();
    }

    private Element lastAsked() {
        return asked.get(asked.size() - 1);
    }

    private void passes(Duration time) {
        for (long seconds = time.toSeconds(); seconds > 0; seconds--) {
            now += Duration.ofSeconds(1).toNanos();
            bridge.tick();
        }
    }

    private boolean comes(String xml) {
        return bridge.takes(TestStanzas.element(xml));
    }

    private boolean answer(Element to, String type, String content) {
        return comes("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>"
                .formatted(type, to.attributeValue("id"), SERVED, to.attributeValue("from"), content));
    }

    private void announces(String features) {
        assertThat(answer(
                        question,
                        "result",
                        "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:ping'/>" + features
                                + "</query>"))
                .isTrue();
    }

    /** As a bridge does with presence from an address without a local part. */
    private boolean handsOver(Element probe) {
        return comes("<presence type='probe' id='%s' from='%s' to='%s' xml:lang='en'/>"
                .formatted(probe.attributeValue("id"), probe.attributeValue("from"), SERVED));
    }

    private void open() {
        announces(FEATURE);
        assertThat(handsOver(lastAsked())).isTrue();
    }

    private String why() {
        assertThat(bridge.status().open()).isFalse();
        return bridge.status().why();
    }

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
        bridge.detached(false);

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

        open();

        assertThat(happened).containsExactly("opened");
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("The bridge of montague.lit is there");
        passes(Duration.ofMinutes(10));
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
            bridge.detached(false);
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

    @Test
    @DisplayName("A bridge that hands over and then does not let us answer costs two streams, not one after the other")
    void a_server_that_takes_nothing_from_us() {
        open();
        bridge.detached(true);
        bridge.attached();
        question = lastAsked();
        open();
        bridge.detached(true);
        int before = asked.size();
        bridge.attached();

        assertThat(asked).hasSize(before);
        assertThat(why()).contains("ended the stream");
        passes(Bridge.SPEAK_AGAIN);
        question = lastAsked();
        open();
        passes(Bridge.LOOK_AGAIN);
        bridge.detached(true);
        bridge.attached();
        assertThat(asked).as("it has worked since").hasSizeGreaterThan(before + 2);
        assertThat(why()).isEqualTo("the bridge is being looked for");
    }
}
