package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;

@DisplayName("Presence: who is told of ours, and what is remembered of theirs")
class PresenceScenariosTest {

    private static final String AVAILABLE = "<presence from=\"buddies.montague.lit\" to=\"peer.lit\"/>";

    private final PresenceScenario roster = new PresenceScenario();

    @AfterEach
    void end() {
        roster.close();
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    @DisplayName("RFC 3921 section 5.1.3: a probe is answered by the state of the subscription alone")
    void a_probe(SubscriptionState state) {
        bring("peer.lit", state);
        assertThat(roster.state("peer.lit")).isEqualTo(state);

        List<String> answer = roster.from("probe");

        if (state.from()) {
            assertThat(answer).containsExactly(AVAILABLE);
        } else if (state.pendingIn()) {
            assertThat(answer).singleElement().asString().contains("type=\"error\"", "type=\"auth\"", "not-authorized");
        } else {
            assertThat(answer).singleElement().asString().contains("type=\"error\"", "type=\"auth\"", "forbidden");
        }
    }

    private void bring(String peer, SubscriptionState state) {
        if (state.from()) {
            roster.receive("<presence type='subscribe' from='%s' to='buddies.montague.lit'/>".formatted(peer));
            roster.admin(
                    peer,
                    (r, item, now) ->
                            new SubscriptionRules(true, 0).approve(item, PresenceScenario.ADMIN, false, "", now));
        }
        if (state.to() || state.pendingOut()) {
            roster.admin(
                    peer,
                    (r, item, now) -> new SubscriptionRules(false, 0).subscribe(item, PresenceScenario.ADMIN, now));
        }
        if (state.to()) {
            roster.receive("<presence type='subscribed' from='%s' to='buddies.montague.lit'/>".formatted(peer));
        }
        if (state.pendingIn()) {
            roster.receive("<presence type='subscribe' from='%s' to='buddies.montague.lit'/>".formatted(peer));
        }
    }

    @Test
    @DisplayName(
            "On attaching: available presence to every From and Both, a probe to every To and Both, and the unanswered"
                    + " subscribe of every pending-out item again")
    void attaching() throws Exception {
        for (SubscriptionState state : SubscriptionState.values()) {
            bring(state.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lit", state);
        }

        assertThat(roster.attach().stream().map(PresenceScenariosTest::typeAndPeer))
                .containsExactlyInAnyOrder(
                        "available both.lit",
                        "probe both.lit",
                        "available from.lit",
                        "available from-pending-out.lit",
                        "subscribe from-pending-out.lit",
                        "subscribe none-pending-out.lit",
                        "subscribe none-pending-out-in.lit",
                        "probe to.lit",
                        "probe to-pending-in.lit");
        assertThat(roster.goodbyes().stream().map(PresenceScenariosTest::typeAndPeer))
                .containsExactlyInAnyOrder(
                        "unavailable both.lit", "unavailable from.lit", "unavailable from-pending-out.lit");
    }

    private static String typeAndPeer(String xml) {
        Element element = TestStanzas.element(xml);
        return element.attributeValue("type", "available") + " " + element.attributeValue("to");
    }

    @Test
    @DisplayName("A peer's presence is remembered; a detach of our own stream makes it unknown until it is heard again")
    void presence_is_remembered_until_the_stream_ends() throws Exception {
        PeerDomain peer = PeerDomain.parse("peer.lit");
        roster.buddies("peer.lit");
        assertThat(roster.heard().of(peer)).isEmpty();

        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");
        assertThat(roster.heard().of(peer)).contains(true);

        roster.from("unavailable");
        assertThat(roster.heard().of(peer)).contains(false);

        roster.detach();
        assertThat(roster.heard().of(peer)).isEmpty();
    }

    @Test
    @DisplayName("Presence right behind an approval counts, though it is read before the approval is committed")
    void presence_that_comes_before_the_approval_is_committed() {
        roster.subscribe("peer.lit");
        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");
        roster.from("subscribed");
        assertThat(roster.heard().of(PeerDomain.parse("peer.lit"))).contains(true);

        roster.from("unsubscribed");
        assertThat(roster.heard().of(PeerDomain.parse("peer.lit"))).isEmpty();
    }

    @Test
    @DisplayName("What was heard of a peer goes when our own administrator ends the subscription")
    void presence_goes_with_the_subscription() {
        roster.buddies("peer.lit");
        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");
        roster.unsubscribe("peer.lit");
        assertThat(roster.heard().of(PeerDomain.parse("peer.lit"))).isEmpty();
    }

    @Test
    void presence_of_a_peer_that_we_are_not_subscribed_to_is_not_remembered() {
        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(roster.heard().of(PeerDomain.parse("peer.lit"))).isEmpty();
    }

    @Test
    @DisplayName("A peer whose error answers our presence is sent no more until something is heard from it")
    void an_error_silences_our_presence() throws Exception {
        roster.buddies("peer.lit");
        roster.receive("<presence type='error' from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(roster.goodbyes()).isEmpty();

        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(roster.goodbyes()).hasSize(1);
    }
}
