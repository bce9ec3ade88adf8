package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.PeerStanza.Kind.AVAILABLE;
import static org.serverroster.roster.PeerStanza.Kind.SUBSCRIBE;
import static org.serverroster.roster.PeerStanza.Kind.SUBSCRIBED;
import static org.serverroster.roster.PeerStanza.Kind.UNAVAILABLE;
import static org.serverroster.roster.PeerStanza.Kind.UNSUBSCRIBE;
import static org.serverroster.roster.PeerStanza.Kind.UNSUBSCRIBED;
import static org.serverroster.subscription.SubscriptionState.BOTH;
import static org.serverroster.subscription.SubscriptionState.FROM;
import static org.serverroster.subscription.SubscriptionState.FROM_PENDING_OUT;
import static org.serverroster.subscription.SubscriptionState.NONE;
import static org.serverroster.subscription.SubscriptionState.NONE_PENDING_IN;
import static org.serverroster.subscription.SubscriptionState.NONE_PENDING_OUT;
import static org.serverroster.subscription.SubscriptionState.NONE_PENDING_OUT_IN;
import static org.serverroster.subscription.SubscriptionState.TO;
import static org.serverroster.subscription.SubscriptionState.TO_PENDING_IN;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/** What a server roster adds to the tables of RFC 3921. */
class SubscriptionRulesTest {

    private static final Instant BEFORE = Instant.parse("2026-11-19T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Jid ADMIN = Jid.parse("admin@montague.lit/phone");
    private static final PeerDomain CAPULET = PeerDomain.parse("capulet.lit");
    private static final SubscriptionRules REVERSE = new SubscriptionRules(true, 0);
    private static final SubscriptionRules TABLES_ALONE = new SubscriptionRules(false, 0);

    private static RosterItem item(SubscriptionState state) {
        return RosterItem.none(CAPULET, BEFORE).in(state, "please", BEFORE);
    }

    private static ApprovalRule rule(ApprovalAction action, boolean reciprocate) {
        return new ApprovalRule(DomainPattern.ANY, action, reciprocate);
    }

    private static Decision requested(RosterItem item, ApprovalAction action) {
        return REVERSE.requested(item, 0, rule(action, false), "please", "<presence/>", NOW);
    }

    private static List<PeerStanza.Kind> sent(Decision decision) {
        return decision.toPeer().stream().map(PeerStanza::kind).toList();
    }

    private static List<Action> logged(Decision decision) {
        return decision.events().stream().map(RosterEvent::action).toList();
    }

    private static List<Notice.Kind> told(Decision decision) {
        return decision.notices().stream().map(Notice::kind).toList();
    }

    @Nested
    @DisplayName("An admin's subscribe also approves the way back (XEP-0267 section 1)")
    class AdminSubscribes {

        @Test
        @DisplayName("the item gets approved")
        void asksAndApprovesInAdvance() {
            Decision decision = REVERSE.subscribe(item(NONE), ADMIN, NOW);
            assertThat(decision.after().state()).isEqualTo(NONE_PENDING_OUT);
            assertThat(decision.after().approved()).isTrue();
            assertThat(sent(decision)).containsExactly(SUBSCRIBE);
            assertThat(decision.events())
                    .containsExactly(new RosterEvent(
                            NOW, new Actor.Admin(ADMIN), CAPULET, Action.SUBSCRIBE, NONE, NONE_PENDING_OUT, ""));
            assertThat(((Actor.Admin) decision.events().get(0).actor()).jid().hasResource())
                    .isFalse();
        }

        @Test
        @DisplayName("the peer's own subscribe is answered subscribed at once")
        void thePeersOwnRequestIsThenApproved() {
            RosterItem asked = REVERSE.subscribe(item(NONE), ADMIN, NOW).after();
            Decision decision = requested(asked, ApprovalAction.PROMPT);
            assertThat(decision.after().state()).isEqualTo(FROM_PENDING_OUT);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, AVAILABLE);
            assertThat(logged(decision)).containsExactly(Action.REQUESTED, Action.APPROVE);
            assertThat(told(decision)).isEmpty();
        }

        @Test
        @DisplayName("one that is already pending is approved with it")
        void aRequestThatWaitsIsApprovedWithIt() {
            Decision decision = REVERSE.subscribe(item(NONE_PENDING_IN), ADMIN, NOW);
            assertThat(decision.after().state()).isEqualTo(FROM_PENDING_OUT);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
            assertThat(logged(decision)).containsExactly(Action.APPROVE, Action.SUBSCRIBE);
        }

        @Test
        @DisplayName("with approve-reverse = false the tables hold alone")
        void withoutApproveReverseTheTablesHoldAlone() {
            Decision decision = TABLES_ALONE.subscribe(item(NONE_PENDING_IN), ADMIN, NOW);
            assertThat(decision.after().state()).isEqualTo(NONE_PENDING_OUT_IN);
            assertThat(decision.after().approved()).isFalse();
            assertThat(sent(decision)).containsExactly(SUBSCRIBE);
        }

        @Test
        void askingAgainRepeatsTheStanzaAndIsNoEvent() {
            RosterItem asked = REVERSE.subscribe(item(NONE), ADMIN, BEFORE).after();
            Decision again = REVERSE.subscribe(asked, ADMIN, NOW);
            assertThat(sent(again)).containsExactly(SUBSCRIBE);
            assertThat(again.events()).isEmpty();
            assertThat(again.verdict()).isEqualTo(Verdict.UNCHANGED);
            assertThat(again.after().asked().orElseThrow().sent()).isEqualTo(NOW);
        }

        @Test
        void aBlockedPeerIsNotAsked() {
            RosterItem blocked = item(NONE).withBlocked(true);
            assertThat(REVERSE.subscribe(blocked, ADMIN, NOW)).isEqualTo(Decision.nothing(blocked, Verdict.BLOCKED));
        }
    }

    @Nested
    @DisplayName("Approving sends, in this order: subscribed, then subscribe, then our current presence")
    class AdminApproves {

        @Test
        void withReciprocation() {
            Decision decision = TABLES_ALONE.approve(item(NONE_PENDING_IN), ADMIN, true, "welcome", NOW);
            assertThat(decision.after().state()).isEqualTo(FROM_PENDING_OUT);
            assertThat(decision.toPeer())
                    .containsExactly(
                            new PeerStanza(SUBSCRIBED, "welcome"),
                            new PeerStanza(SUBSCRIBE, ""),
                            new PeerStanza(AVAILABLE, ""));
            assertThat(logged(decision)).containsExactly(Action.APPROVE, Action.SUBSCRIBE);
            assertThat(decision.after().fromSince()).contains(NOW);
        }

        @Test
        @DisplayName("and only if we are not To or Both already")
        void notWhereWeAreSubscribed() {
            Decision decision = TABLES_ALONE.approve(item(TO_PENDING_IN), ADMIN, true, "", NOW);
            assertThat(decision.after().state()).isEqualTo(BOTH);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, AVAILABLE);
            assertThat(decision.after().toSince()).contains(BEFORE);
        }

        @Test
        void withoutReciprocation() {
            Decision decision = TABLES_ALONE.approve(item(NONE_PENDING_IN), ADMIN, false, "", NOW);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, AVAILABLE);
        }

        @ParameterizedTest
        @EnumSource(names = {"NONE", "NONE_PENDING_OUT", "TO"})
        void thereIsNothingToApproveWithoutARequest(SubscriptionState state) {
            assertThat(TABLES_ALONE.approve(item(state), ADMIN, true, "", NOW))
                    .isEqualTo(Decision.nothing(item(state), Verdict.NOT_PENDING));
        }

        @ParameterizedTest
        @EnumSource(names = {"FROM", "FROM_PENDING_OUT", "BOTH"})
        void whatIsApprovedAlreadyStays(SubscriptionState state) {
            assertThat(TABLES_ALONE.approve(item(state), ADMIN, true, "", NOW))
                    .isEqualTo(Decision.nothing(item(state), Verdict.UNCHANGED));
        }
    }

    @Nested
    @DisplayName("Deny, block and remove clear approved")
    class AdminRefuses {

        @Test
        void denying() {
            RosterItem waiting = item(NONE_PENDING_IN).withApproved(true);
            Decision decision = REVERSE.deny(waiting, ADMIN, "unknown", NOW);
            assertThat(decision.after().isEmpty()).isTrue();
            assertThat(decision.toPeer()).containsExactly(new PeerStanza(UNSUBSCRIBED, "unknown"));
            assertThat(decision.events())
                    .containsExactly(new RosterEvent(
                            NOW, new Actor.Admin(ADMIN), CAPULET, Action.DENY, NONE_PENDING_IN, NONE, "unknown"));
        }

        @Test
        void thereIsNothingToDenyWithoutARequest() {
            assertThat(REVERSE.deny(item(FROM), ADMIN, "", NOW))
                    .isEqualTo(Decision.nothing(item(FROM), Verdict.NOT_PENDING));
        }

        @Test
        @DisplayName("losing a subscriber (revoked by the admin) sends unavailable, then unsubscribed")
        void blockingASubscriber() {
            Decision decision = REVERSE.block(item(BOTH).withApproved(true), ADMIN, false, "spam", NOW);
            assertThat(decision.after().state()).isEqualTo(TO);
            assertThat(decision.after().approved()).isFalse();
            assertThat(decision.after().blocked()).isFalse();
            assertThat(sent(decision)).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
        }

        @Test
        @DisplayName("with ignore, later requests are dropped unseen")
        void ignoring() {
            Decision decision = REVERSE.block(item(NONE), ADMIN, true, "", NOW);
            assertThat(decision.after().blocked()).isTrue();
            assertThat(sent(decision)).isEmpty();
            assertThat(decision.after().isEmpty()).isFalse();
            assertThat(requested(decision.after(), ApprovalAction.APPROVE))
                    .isEqualTo(Decision.nothing(decision.after(), Verdict.UNCHANGED));
        }

        @Test
        void unblocking() {
            Decision decision = REVERSE.unblock(item(NONE).withBlocked(true), ADMIN, NOW);
            assertThat(decision.after().isEmpty()).isTrue();
            assertThat(logged(decision)).containsExactly(Action.UNBLOCK);
            assertThat(REVERSE.unblock(item(FROM), ADMIN, NOW).verdict()).isEqualTo(Verdict.UNCHANGED);
        }

        @Test
        void blockingWhomNobodyKnowsChangesNothing() {
            assertThat(REVERSE.block(item(NONE), ADMIN, false, "", NOW))
                    .isEqualTo(Decision.nothing(item(NONE), Verdict.UNCHANGED));
        }
    }

    @Nested
    class AdminUnsubscribes {

        @Test
        void fromAPeer() {
            Decision decision = REVERSE.unsubscribe(item(BOTH), ADMIN, "moved", NOW);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(decision.toPeer()).containsExactly(new PeerStanza(UNSUBSCRIBE, "moved"));
            assertThat(logged(decision)).containsExactly(Action.UNSUBSCRIBE);
        }

        @Test
        void withoutASubscriptionTheStanzaGoesAsTheTableSaysAndNothingIsLogged() {
            Decision decision = REVERSE.unsubscribe(item(NONE), ADMIN, "", NOW);
            assertThat(sent(decision)).containsExactly(UNSUBSCRIBE);
            assertThat(decision.writes()).isFalse();
            assertThat(decision.verdict()).isEqualTo(Verdict.UNCHANGED);
        }
    }

    @Nested
    @DisplayName("A rule list is read in order, first match wins; action approve, prompt, deny or ignore")
    class PeerRequests {

        @Test
        void prompt() {
            Decision decision = requested(item(NONE), ApprovalAction.PROMPT);
            assertThat(decision.after().state()).isEqualTo(NONE_PENDING_IN);
            assertThat(decision.after().request()).contains(new RosterItem.Request(NOW, "please"));
            assertThat(decision.stanza()).contains("<presence/>");
            assertThat(sent(decision)).isEmpty();
            assertThat(decision.notices()).containsExactly(new Notice(Notice.Kind.REQUESTED, CAPULET, "please"));
            assertThat(decision.events())
                    .containsExactly(new RosterEvent(
                            NOW, new Actor.Peer(CAPULET), CAPULET, Action.REQUESTED, NONE, NONE_PENDING_IN, "please"));
        }

        @Test
        @DisplayName("a rule's approval reciprocates only where the rule itself says so: a rule is no admin asking")
        void approve() {
            Decision decision = requested(item(NONE), ApprovalAction.APPROVE);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, AVAILABLE);
            assertThat(decision.events())
                    .extracting(RosterEvent::actor)
                    .containsExactly(new Actor.Peer(CAPULET), new Actor.Policy("*"));

            Decision reciprocated =
                    REVERSE.requested(item(NONE), 0, rule(ApprovalAction.APPROVE, true), "", "<presence/>", NOW);
            assertThat(sent(reciprocated)).containsExactly(SUBSCRIBED, SUBSCRIBE, AVAILABLE);
            assertThat(reciprocated.after().approved()).isFalse();
        }

        @Test
        void deny() {
            Decision decision = requested(item(NONE), ApprovalAction.DENY);
            assertThat(decision.after()).isEqualTo(item(NONE));
            assertThat(sent(decision)).containsExactly(UNSUBSCRIBED);
            assertThat(logged(decision)).containsExactly(Action.REQUESTED, Action.DENY);
            assertThat(decision.writes()).isTrue();
            assertThat(decision.changesItem()).isFalse();
        }

        @Test
        void ignore() {
            assertThat(requested(item(NONE), ApprovalAction.IGNORE))
                    .isEqualTo(Decision.nothing(item(NONE), Verdict.UNCHANGED));
        }

        @ParameterizedTest
        @EnumSource(ApprovalAction.class)
        @DisplayName("a second subscribe while one is pending changes nothing, tells nobody and writes nothing")
        void aSecondRequest(ApprovalAction action) {
            RosterItem waiting = item(NONE_PENDING_IN);
            assertThat(requested(waiting, action)).isEqualTo(Decision.nothing(waiting, Verdict.UNCHANGED));
        }

        @Test
        void whoIsSubscribedAlreadyIsToldSoWithoutAnyonesWord() {
            Decision decision = requested(item(FROM), ApprovalAction.DENY);
            assertThat(sent(decision)).containsExactly(SUBSCRIBED, AVAILABLE);
            assertThat(decision.writes()).isFalse();
            assertThat(told(decision)).isEmpty();
        }

        @Test
        @DisplayName("max-pending: requests of peers that wait for an admin, in each local domain")
        void asManyWaitAsMayWait() {
            SubscriptionRules bounded = new SubscriptionRules(true, 2);
            ApprovalRule prompt = rule(ApprovalAction.PROMPT, false);
            assertThat(bounded.requested(item(NONE), 1, prompt, "", "<p/>", NOW).verdict())
                    .isEqualTo(Verdict.DONE);
            assertThat(bounded.requested(item(NONE), 2, prompt, "", "<p/>", NOW))
                    .isEqualTo(Decision.nothing(item(NONE), Verdict.FULL));
            assertThat(bounded.requested(item(NONE), 2, rule(ApprovalAction.APPROVE, false), "", "<p/>", NOW)
                            .verdict())
                    .isEqualTo(Verdict.DONE);
        }
    }

    @Nested
    class PeerAnswers {

        @Test
        void approvesOurRequest() {
            Decision decision = REVERSE.approved(item(NONE_PENDING_OUT), "", NOW);
            assertThat(decision.after().state()).isEqualTo(TO);
            assertThat(decision.after().toSince()).contains(NOW);
            assertThat(told(decision)).containsExactly(Notice.Kind.APPROVED);
        }

        @ParameterizedTest
        @EnumSource(
                names = {"NONE_PENDING_OUT", "NONE_PENDING_OUT_IN", "FROM_PENDING_OUT"},
                mode = EnumSource.Mode.EXCLUDE)
        @DisplayName("an unsolicited subscribed moves nothing: a peer cannot forge our consent")
        void whatWeDidNotAskForIsNoApproval(SubscriptionState state) {
            assertThat(REVERSE.approved(item(state), "", NOW))
                    .isEqualTo(Decision.nothing(item(state), Verdict.UNCHANGED));
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("never answer a subscribed or unsubscribed")
        void neverAnswered(SubscriptionState state) {
            assertThat(sent(REVERSE.approved(item(state), "", NOW))).isEmpty();
            assertThat(sent(REVERSE.refused(item(state), "", NOW))).isEmpty();
        }

        @Test
        void refusesOurRequest() {
            Decision decision = REVERSE.refused(item(FROM_PENDING_OUT), "no", NOW);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(decision.notices()).containsExactly(new Notice(Notice.Kind.REFUSED, CAPULET, "no"));
        }

        @Test
        void revokesOurSubscription() {
            Decision decision = REVERSE.refused(item(BOTH), "", NOW);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(told(decision)).containsExactly(Notice.Kind.REVOKED);
        }

        @Test
        @DisplayName("our subscribe that comes back as an error stays pending out; the admins are told once")
        void failure() {
            Decision decision = REVERSE.failed(item(NONE_PENDING_OUT), "no such server", NOW);
            assertThat(decision.after().state()).isEqualTo(NONE_PENDING_OUT);
            assertThat(decision.after().asked().orElseThrow().failure()).isEqualTo(Optional.of("no such server"));
            assertThat(told(decision)).containsExactly(Notice.Kind.FAILED);
            assertThat(REVERSE.failed(decision.after(), "no such server", NOW).writes())
                    .isFalse();
        }
    }

    @Nested
    class PeerLeaves {

        @Test
        @DisplayName("losing a subscriber (unsubscribe received) sends unavailable, then unsubscribed")
        void aSubscriber() {
            Decision decision = REVERSE.unsubscribed(item(BOTH), "bye", NOW);
            assertThat(decision.after().state()).isEqualTo(TO);
            assertThat(sent(decision)).containsExactly(UNAVAILABLE, UNSUBSCRIBED);
            assertThat(decision.notices()).containsExactly(new Notice(Notice.Kind.LEFT, CAPULET, "bye"));
        }

        @Test
        void oneThatStillWaited() {
            Decision decision = REVERSE.unsubscribed(item(NONE_PENDING_IN), "", NOW);
            assertThat(decision.after().isEmpty()).isTrue();
            assertThat(sent(decision)).containsExactly(UNSUBSCRIBED);
            assertThat(told(decision)).containsExactly(Notice.Kind.WITHDRAWN);
        }

        @Test
        void oneThatNeverCame() {
            assertThat(REVERSE.unsubscribed(item(TO), "", NOW).writes()).isFalse();
            assertThat(sent(REVERSE.unsubscribed(item(TO), "", NOW))).isEmpty();
        }
    }
}
