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
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.DomainPattern;
import org.serverroster.config.LimitsConfig;
import org.serverroster.roster.Notice;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;

@DisplayName("Subscriptions: what a peer's stanza and an admin's word do, and what is sent")
class SubscriptionScenariosTest {

    private static final String SUBSCRIBE =
            "<presence type=\"subscribe\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String SUBSCRIBED =
            "<presence type=\"subscribed\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String UNSUBSCRIBED =
            "<presence type=\"unsubscribed\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String AVAILABLE = "<presence from=\"buddies.montague.lit\" to=\"peer.lit\"/>";
    private static final String UNAVAILABLE =
            "<presence type=\"unavailable\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>";

    private PresenceScenario roster = new PresenceScenario();

    @AfterEach
    void end() {
        roster.close();
    }

    private List<String> receive(String type) {
        return roster.receive("<presence type='%s' from='peer.lit' to='buddies.montague.lit'/>".formatted(type));
    }

    private void with(ApprovalRule rule) {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of(rule)), new LimitsConfig(1_000, 0, 0, 0));
    }

    @Test
    @DisplayName(
            "XEP-0267: Upon receiving such a presence subscription request, the XMPP server software running at the peer"
                    + " shall either prompt the server administrator to approve the request …")
    void a_request_prompts() {
        assertThat(roster.receive("<presence type='subscribe' from='peer.lit' to='buddies.montague.lit'>"
                        + "<status>we share abuse reports</status></presence>"))
                .isEmpty();

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE_PENDING_IN);
        assertThat(roster.told())
                .containsExactly(
                        new Notice(Notice.Kind.REQUESTED, PeerDomain.parse("peer.lit"), "we share abuse reports"));
    }

    @Test
    @DisplayName("… or (if explicitly configured to accept subscriptions requests) automatically approve it.")
    void a_rule_approves() {
        with(new ApprovalRule(DomainPattern.parse("*.lit"), ApprovalAction.APPROVE, false));

        assertThat(receive("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);
        assertThat(roster.told()).isEmpty();
    }

    @Test
    @DisplayName("A rule's approval reciprocates only where the rule itself says reciprocate = true")
    void a_rule_reciprocates_only_if_it_says_so() {
        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.APPROVE, false));
        assertThat(receive("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM);

        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.APPROVE, true));
        assertThat(receive("subscribe")).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
        assertThat(roster.told()).isEmpty();
    }

    @Test
    void a_rule_denies_or_ignores() {
        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.DENY, false));
        assertThat(receive("subscribe")).containsExactly(UNSUBSCRIBED);

        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.IGNORE, false));
        assertThat(receive("subscribe")).isEmpty();

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE);
        assertThat(roster.roster().size()).isZero();
    }

    @Test
    @DisplayName(
            "XEP-0267: If the request is approved, the peer server then informs the originating server … The peer SHOULD"
                    + " also send a subscription request to the originating server.")
    void approving_sends_subscribed_then_subscribe_then_our_presence() {
        receive("subscribe");

        assertThat(roster.approve("peer.lit")).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
    }

    @Test
    @DisplayName("XEP-0267: The originating server would then approve that subscription request.")
    void an_admins_subscribe_also_approves_the_way_back() {
        assertThat(roster.subscribe("peer.lit")).containsExactly(SUBSCRIBE);
        assertThat(receive("subscribed")).isEmpty();
        assertThat(receive("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.BOTH);
        assertThat(roster.told()).extracting(Notice::kind).containsExactly(Notice.Kind.APPROVED);
    }

    @Test
    @DisplayName("… and one that is already pending is approved with it (XEP-0267 §1)")
    void an_admins_subscribe_approves_a_pending_request() {
        receive("subscribe");

        assertThat(roster.subscribe("peer.lit")).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
    }

    @Test
    @DisplayName(
            "XEP-0267: A server MUST NOT send such a presence subscription request unless explicitly requested to do so by"
                    + " a server administrator")
    void no_stanza_of_a_peer_makes_us_subscribe() {
        for (String first : List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "unavailable")) {
            for (String second : List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed")) {
                assertThat(receive(first)).doesNotContain(SUBSCRIBE);
                assertThat(receive(second)).doesNotContain(SUBSCRIBE);
            }
        }
    }

    @Test
    @DisplayName("XEP-0267: it MUST keep a list of approved entities, which we denote a \"server roster\"")
    void an_approved_peer_is_an_item() {
        receive("subscribe");
        roster.approve("peer.lit");

        assertThat(roster.roster().find(PeerDomain.parse("peer.lit")))
                .get()
                .matches(item -> item.state().from());
    }

    @Test
    @DisplayName("A second subscribe while one is pending changes nothing, tells nobody and writes nothing")
    void a_second_request() {
        receive("subscribe");
        roster.told();
        RosterItem first = roster.roster().find(PeerDomain.parse("peer.lit")).orElseThrow();

        assertThat(roster.receive("<presence type='subscribe' from='peer.lit' to='buddies.montague.lit'>"
                        + "<status>again</status></presence>"))
                .isEmpty();
        assertThat(roster.told()).isEmpty();
        assertThat(roster.roster().find(PeerDomain.parse("peer.lit"))).contains(first);
    }

    @Test
    @DisplayName("Losing a subscriber sends unavailable, then unsubscribed")
    void losing_a_subscriber() {
        roster.buddies("peer.lit");
        assertThat(receive("unsubscribe")).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.TO);

        roster.buddies("peer.lit");
        assertThat(roster.block("peer.lit")).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.TO);
    }

    @Test
    @DisplayName("No acknowledgement stanzas (RFC 3921 §9.4). Never answer a subscribed or unsubscribed.")
    void answers_are_not_answered() {
        assertThat(receive("subscribed")).isEmpty();
        assertThat(receive("unsubscribed")).isEmpty();
        roster.buddies("peer.lit");
        assertThat(receive("subscribed")).isEmpty();
        assertThat(receive("unsubscribed")).isEmpty();
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM);
    }

    @Test
    @DisplayName(
            "\"inbound subscription stanzas wait in a bounded queue, then get an error of type wait\": those that ask")
    void whatDoesNotFitIsAnswered() {
        roster.fill();
        for (String request : List.of("subscribe", "unsubscribe")) {
            assertThat(receive(request)).singleElement().asString().contains("type=\"error\"", "type=\"wait\"");
        }
        // "Never answer a subscribed or unsubscribed": one lost here is as one lost on the way.
        assertThat(receive("subscribed")).isEmpty();
        assertThat(receive("unsubscribed")).isEmpty();
    }

    @Test
    @DisplayName("A subscribe from an address with a local part is answered unsubscribed and stored nowhere")
    void a_users_request() {
        assertThat(roster.receive("<presence type='subscribe' from='romeo@peer.lit/x' to='buddies.montague.lit'/>"))
                .containsExactly(
                        "<presence type=\"unsubscribed\" from=\"buddies.montague.lit\" to=\"romeo@peer.lit\"/>");
        assertThat(roster.roster().size()).isZero();
        assertThat(roster.told()).isEmpty();
    }

    @Test
    @DisplayName("Deny, block and remove clear approved")
    void block_clears_approved() {
        roster.subscribe("peer.lit");
        receive("unsubscribed");
        assertThat(roster.roster().find(PeerDomain.parse("peer.lit"))).get().matches(RosterItem::approved);

        roster.block("peer.lit");

        assertThat(roster.roster().find(PeerDomain.parse("peer.lit")))
                .get()
                .matches(item -> !item.approved() && item.blocked());
    }

    @Test
    @DisplayName("Deny, block and remove clear approved: also where the request is yet to come")
    void deny_takes_back_an_approval_in_advance() {
        roster.subscribe("peer.lit");
        receive("unsubscribed");

        roster.deny("peer.lit");

        assertThat(roster.roster().size()).isZero();
        receive("subscribe");
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE_PENDING_IN);
    }

    @Test
    @DisplayName("A blocked peer is ignored before any rule")
    void a_blocked_peer() {
        with(new ApprovalRule(DomainPattern.parse("*"), ApprovalAction.APPROVE, false));
        roster.block("peer.lit");

        assertThat(receive("subscribe")).isEmpty();
        assertThat(receive("probe")).isEmpty();
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("None without approved, blocked, name, groups or note is no item: the row goes")
    void an_empty_item_goes() {
        receive("subscribe");
        assertThat(roster.roster().size()).isEqualTo(1);

        assertThat(receive("unsubscribe")).containsExactly(UNSUBSCRIBED);
        assertThat(roster.roster().size()).isZero();

        receive("subscribe");
        assertThat(roster.deny("peer.lit")).containsExactly(UNSUBSCRIBED);
        assertThat(roster.roster().size()).isZero();
    }

    @Test
    void as_many_requests_wait_as_max_pending_allows() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(2, 0, 0, 0));
        for (int i = 0; i < 2; i++) {
            assertThat(roster.receive("<presence type='subscribe' from='p" + i + ".lit' to='buddies.montague.lit'/>"))
                    .isEmpty();
        }

        assertThat(roster.receive("<presence type='subscribe' id='s3' from='p3.lit' to='buddies.montague.lit'/>"))
                .singleElement()
                .asString()
                .contains("type=\"error\"", "id=\"s3\"", "type=\"wait\"", "resource-constraint");
        assertThat(roster.roster().size()).isEqualTo(2);
    }

    @Test
    @DisplayName("Rate limits a peer domain: what is over them gets an error with resource-constraint of type wait")
    void too_many_requests_of_one_peer() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(1_000, 0, 2, 0));
        receive("subscribe");
        receive("unsubscribe");

        assertThat(receive("subscribe"))
                .singleElement()
                .asString()
                .contains("type=\"error\"", "type=\"wait\"", "resource-constraint");
        assertThat(roster.receive("<presence type='subscribe' from='other.lit' to='buddies.montague.lit'/>"))
                .isEmpty();
    }

    @Test
    void too_many_requests_of_all_peers_together() {
        roster.close();
        roster = new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(1_000, 2, 0, 0));
        receive("subscribe");
        roster.receive("<presence type='subscribe' from='other.lit' to='buddies.montague.lit'/>");

        assertThat(roster.receive("<presence type='subscribe' from='third.lit' to='buddies.montague.lit'/>"))
                .singleElement()
                .asString()
                .contains("resource-constraint");
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    @DisplayName("RFC 3921 section 5.1.3: a probe is answered by the state of the subscription alone")
    void a_probe(SubscriptionState state) {
        bring("peer.lit", state);
        assertThat(roster.state("peer.lit")).isEqualTo(state);

        List<String> answer = receive("probe");

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

        assertThat(roster.attach().stream().map(SubscriptionScenariosTest::typeAndPeer))
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
        assertThat(roster.goodbyes().stream().map(SubscriptionScenariosTest::typeAndPeer))
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

        receive("unavailable");
        assertThat(roster.heard().of(peer)).contains(false);

        roster.detach();
        assertThat(roster.heard().of(peer)).isEmpty();
    }

    @Test
    @DisplayName("Presence right behind an approval counts, though it is read before the approval is committed")
    void presence_that_comes_before_the_approval_is_committed() {
        roster.subscribe("peer.lit");
        roster.receive("<presence from='peer.lit' to='buddies.montague.lit'/>");
        receive("subscribed");
        assertThat(roster.heard().of(PeerDomain.parse("peer.lit"))).contains(true);

        receive("unsubscribed");
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

    @ParameterizedTest
    @ValueSource(strings = {"remote-server-not-found", "remote-server-timeout", "forbidden"})
    @DisplayName(
            "Our subscribe that comes back as an error stays pending out; the admins are told once, with the reason in"
                    + " words")
    void a_request_that_comes_back(String condition) throws Exception {
        roster.subscribe("peer.lit");
        String error = "<presence type='error' id='subscribe-1' from='peer.lit' to='buddies.montague.lit'><error"
                + " type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";
        roster.receive(error);
        roster.receive(error);

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE_PENDING_OUT);
        assertThat(roster.told())
                .singleElement()
                .matches(notice ->
                        notice.kind() == Notice.Kind.FAILED && !notice.reason().isEmpty());
        assertThat(roster.attach()).containsExactly(SUBSCRIBE);
    }
}
