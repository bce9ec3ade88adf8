package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.DomainPattern;
import org.serverroster.config.LimitsConfig;
import org.serverroster.roster.Notice;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

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

        assertThat(roster.from("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);
        assertThat(roster.told()).isEmpty();
    }

    @Test
    @DisplayName("A rule's approval reciprocates only where the rule itself says reciprocate = true")
    void a_rule_reciprocates_only_if_it_says_so() {
        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.APPROVE, false));
        assertThat(roster.from("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM);

        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.APPROVE, true));
        assertThat(roster.from("subscribe")).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
        assertThat(roster.told()).isEmpty();
    }

    @Test
    void a_rule_denies_or_ignores() {
        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.DENY, false));
        assertThat(roster.from("subscribe")).containsExactly(UNSUBSCRIBED);

        with(new ApprovalRule(DomainPattern.parse("peer.lit"), ApprovalAction.IGNORE, false));
        assertThat(roster.from("subscribe")).isEmpty();

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE);
        assertThat(roster.roster().size()).isZero();
    }

    @Test
    @DisplayName(
            "XEP-0267: If the request is approved, the peer server then informs the originating server … The peer SHOULD"
                    + " also send a subscription request to the originating server.")
    void approving_sends_subscribed_then_subscribe_then_our_presence() {
        roster.from("subscribe");

        assertThat(roster.approve("peer.lit")).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM_PENDING_OUT);
    }

    @Test
    @DisplayName("XEP-0267: The originating server would then approve that subscription request.")
    void an_admins_subscribe_also_approves_the_way_back() {
        assertThat(roster.subscribe("peer.lit")).containsExactly(SUBSCRIBE);
        assertThat(roster.from("subscribed")).isEmpty();
        assertThat(roster.from("subscribe")).containsExactly(SUBSCRIBED, AVAILABLE);

        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.BOTH);
        assertThat(roster.told()).extracting(Notice::kind).containsExactly(Notice.Kind.APPROVED);
    }

    @Test
    @DisplayName("… and one that is already pending is approved with it (XEP-0267 §1)")
    void an_admins_subscribe_approves_a_pending_request() {
        roster.from("subscribe");

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
                assertThat(roster.from(first)).doesNotContain(SUBSCRIBE);
                assertThat(roster.from(second)).doesNotContain(SUBSCRIBE);
            }
        }
    }

    @Test
    @DisplayName("XEP-0267: it MUST keep a list of approved entities, which we denote a \"server roster\"")
    void an_approved_peer_is_an_item() {
        roster.from("subscribe");
        roster.approve("peer.lit");

        assertThat(roster.roster().find(PeerDomain.parse("peer.lit")))
                .get()
                .matches(item -> item.state().from());
    }

    @Test
    @DisplayName("A second subscribe while one is pending changes nothing, tells nobody and writes nothing")
    void a_second_request() {
        roster.from("subscribe");
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
        assertThat(roster.from("unsubscribe")).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.TO);

        roster.buddies("peer.lit");
        assertThat(roster.block("peer.lit")).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.TO);
    }

    @Test
    @DisplayName("No acknowledgement stanzas (RFC 3921 §9.4). Never answer a subscribed or unsubscribed.")
    void answers_are_not_answered() {
        assertThat(roster.from("subscribed")).isEmpty();
        assertThat(roster.from("unsubscribed")).isEmpty();
        roster.buddies("peer.lit");
        assertThat(roster.from("subscribed")).isEmpty();
        assertThat(roster.from("unsubscribed")).isEmpty();
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.FROM);
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
        roster.from("unsubscribed");
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
        roster.from("unsubscribed");

        roster.deny("peer.lit");

        assertThat(roster.roster().size()).isZero();
        roster.from("subscribe");
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE_PENDING_IN);
    }

    @Test
    @DisplayName("A blocked peer is ignored before any rule")
    void a_blocked_peer() {
        with(new ApprovalRule(DomainPattern.parse("*"), ApprovalAction.APPROVE, false));
        roster.block("peer.lit");

        assertThat(roster.from("subscribe")).isEmpty();
        assertThat(roster.from("probe")).isEmpty();
        assertThat(roster.state("peer.lit")).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("None without approved, blocked, name, groups or note is no item: the row goes")
    void an_empty_item_goes() {
        roster.from("subscribe");
        assertThat(roster.roster().size()).isEqualTo(1);

        assertThat(roster.from("unsubscribe")).containsExactly(UNSUBSCRIBED);
        assertThat(roster.roster().size()).isZero();

        roster.from("subscribe");
        assertThat(roster.deny("peer.lit")).containsExactly(UNSUBSCRIBED);
        assertThat(roster.roster().size()).isZero();
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
