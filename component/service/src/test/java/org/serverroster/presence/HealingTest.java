package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.Reader;
import org.serverroster.roster.Notice;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.TestStanzas;

@DisplayName("What the peer's server lost: by what the two sides find out, and what they say then")
class HealingTest {

    private static final String SUBSCRIBE =
            "<presence type=\"subscribe\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String UNSUBSCRIBE =
            "<presence type=\"unsubscribe\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String UNSUBSCRIBED =
            "<presence type=\"unsubscribed\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String PRESENCE = "<presence from='%s' to='buddies.montague.lit'/>";

    private static final int PER_MINUTE = 5;
    private static final int PER_MINUTE_AND_PEER = 2;

    private PresenceScenario roster = new PresenceScenario();

    @AfterEach
    void end() {
        roster.close();
    }

    private List<String> available(String from) {
        return roster.receive(PRESENCE.formatted(from));
    }

    /** We are subscribed to the peer. */
    private void to() {
        roster.subscribe("peer.lit");
        roster.from("subscribed");
        roster.told();
    }

    private SubscriptionState state() {
        return roster.state("peer.lit");
    }

    private List<String> refuse(String id, String condition, String from) {
        return roster.receive(
                ("<presence type='error' id='%s' from='%s' to='buddies.montague.lit'><error type='auth'><%s"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>")
                        .formatted(id, from, condition));
    }

    /** Answers the one ping in the list as the peer, with that error or, if it is empty, a result. */
    private List<String> answer(List<String> sent, String condition, String from) {
        assertThat(sent).singleElement().asString().contains("urn:xmpp:ping", "to=\"peer.lit\"");
        String id = TestStanzas.element(sent.get(0)).attributeValue("id");
        String error = condition.isEmpty()
                ? ""
                : "<error type='auth'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>".formatted(condition);
        return roster.receive("<iq type='%s' id='%s' from='%s' to='buddies.montague.lit'>%s</iq>"
                .formatted(condition.isEmpty() ? "result" : "error", id, from, error));
    }

    @Test
    @DisplayName("Our unsubscribe was lost: the peer still sends us presence, and is told again")
    void our_unsubscribe() {
        to();
        roster.unsubscribe("peer.lit");
        assertThat(available("peer.lit")).containsExactly(UNSUBSCRIBE);
        assertThat(available("peer.lit/resource")).containsExactly(UNSUBSCRIBE);
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
        assertThat(roster.told()).isEmpty();
    }

    @Test
    @DisplayName("Our taking back of a request was lost: where the peer approves it later, its presence is answered")
    void our_taking_back_of_a_request() {
        roster.subscribe("peer.lit");
        roster.unsubscribe("peer.lit");
        assertThat(roster.from("subscribed")).isEmpty();
        assertThat(available("peer.lit")).containsExactly(UNSUBSCRIBE);
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("An unsubscribe is never answered with presence that would call for the next: no loop")
    void no_loop() {
        assertThat(roster.from("unsubscribe")).isEmpty();
        roster.buddies("peer.lit");
        assertThat(roster.from("unsubscribe"))
                .noneMatch(stanza -> TestStanzas.element(stanza)
                        .attributeValue("type", "available")
                        .equals("available"));
        assertThat(roster.from("unavailable")).isEmpty();
        assertThat(roster.from("unsubscribed")).isEmpty();
    }

    @Test
    @DisplayName("The peer's approval was lost: its presence, which we ask it for, makes us ask again, once an attach")
    void its_approval() throws Exception {
        roster.subscribe("peer.lit");
        assertThat(available("peer.lit")).containsExactly(SUBSCRIBE);
        assertThat(available("peer.lit")).isEmpty();
        assertThat(state()).isEqualTo(SubscriptionState.NONE_PENDING_OUT);

        roster.detach();
        roster.attach();
        assertThat(available("peer.lit")).containsExactly(SUBSCRIBE);
        roster.from("subscribed");
        assertThat(available("peer.lit")).isEmpty();
        assertThat(state()).isEqualTo(SubscriptionState.TO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forbidden", "not-authorized"})
    @DisplayName("The peer's unsubscribed was lost: it forbids our probe, answers a ping, and the admins are told")
    void its_unsubscribed(String condition) {
        to();
        List<String> asked = refuse("probe-1", condition, "peer.lit");
        assertThat(state()).isEqualTo(SubscriptionState.TO);

        List<String> sent = answer(asked, "", "peer.lit");

        assertThat(state()).isEqualTo(SubscriptionState.NONE);
        assertThat(sent).isEqualTo(condition.equals("forbidden") ? List.of() : List.of(UNSUBSCRIBE));
        assertThat(roster.told()).extracting(Notice::kind).containsExactly(Notice.Kind.REVOKED);
        assertThat(refuse("probe-1", condition, "peer.lit")).isEmpty();
        assertThat(roster.told()).isEmpty();
    }

    @Test
    @DisplayName("A server that is not to talk to the peer forbids the ping too: our subscription stands")
    void forbidden_by_our_own_server() {
        to();
        answer(refuse("probe-1", "forbidden", "peer.lit"), "forbidden", "peer.lit");
        assertThat(state()).isEqualTo(SubscriptionState.TO);
    }

    @Test
    @DisplayName("A peer that knows no ping is there all the same")
    void without_ping() {
        to();
        answer(refuse("probe-1", "forbidden", "peer.lit"), "service-unavailable", "peer.lit");
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("No third party changes a state: neither its refusal nor its answer counts for the peer's")
    void third_parties() {
        to();
        for (String other : List.of("other.lit", "sub.peer.lit", "romeo@peer.lit")) {
            assertThat(refuse("probe-1", "forbidden", other)).isEmpty();
        }
        answer(refuse("probe-1", "forbidden", "peer.lit"), "", "other.lit");
        assertThat(state()).isEqualTo(SubscriptionState.TO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote-server-timeout", "service-unavailable", "recipient-unavailable"})
    @DisplayName("A probe that found nobody says nothing of the subscription")
    void nobody_there(String condition) {
        to();
        assertThat(refuse("probe-1", condition, "peer.lit")).isEmpty();
        assertThat(refuse("any", "forbidden", "peer.lit")).isEmpty();
        assertThat(state()).isEqualTo(SubscriptionState.TO);
    }

    @Test
    @DisplayName("What was ended lately is said again on attaching, unless it is overtaken")
    void on_attaching() throws Exception {
        roster.subscribe("peer.lit");
        roster.unsubscribe("peer.lit");
        assertThat(roster.attach()).containsExactly(UNSUBSCRIBE);
        roster.detach();
        assertThat(roster.attach()).containsExactly(UNSUBSCRIBE);
        roster.detach();

        roster.subscribe("peer.lit");
        assertThat(roster.attach()).containsExactly(SUBSCRIBE);
    }

    @Test
    @DisplayName("A blocked peer gets no answer; that it was subscribed and is not any more is said again on attaching")
    void blocked() throws Exception {
        roster.buddies("peer.lit");
        roster.unsubscribe("peer.lit");
        roster.block("peer.lit");
        assertThat(available("peer.lit")).isEmpty();
        assertThat(roster.from("probe")).isEmpty();
        assertThat(roster.attach()).containsExactlyInAnyOrder(UNSUBSCRIBE, UNSUBSCRIBED);
    }

    @Test
    @DisplayName("A reader's or an admin's presence, by which it follows the roster, is none of a subscription")
    void readers() {
        assertThat(available("admin@montague.lit/desk")).isEmpty();
        assertThat(available("romeo@peer.lit/balcony")).isEmpty();
        roster.close();
        roster = new PresenceScenario(List.of(Reader.parse("peer.lit")));
        assertThat(available("peer.lit")).isEmpty();
        assertThat(roster.changes()).isZero();
    }

    @Test
    @DisplayName(
            "Presence is answered within limits, a peer's and one for all together, and takes nothing from requests")
    void limits() {
        roster.close();
        roster = new PresenceScenario(
                new ApprovalRules(List.of()), new LimitsConfig(1_000, PER_MINUTE, PER_MINUTE_AND_PEER, 0));
        for (int i = 0; i < PER_MINUTE_AND_PEER; i++) {
            assertThat(available("peer.lit")).isNotEmpty();
        }
        assertThat(available("peer.lit")).isEmpty();
        for (int i = 0; i < 100; i++) {
            available("p" + i + ".lit");
        }
        assertThat(available("another.lit")).isEmpty();
        assertThat(roster.changes()).isEqualTo(PER_MINUTE);
        roster.from("subscribe");
        assertThat(state()).isEqualTo(SubscriptionState.NONE_PENDING_IN);
    }
}
