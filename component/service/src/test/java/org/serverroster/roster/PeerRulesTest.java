package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.Decided.CAPULET;
import static org.serverroster.roster.Decided.NOW;
import static org.serverroster.roster.Decided.REVERSE;
import static org.serverroster.roster.Decided.item;
import static org.serverroster.roster.Decided.logged;
import static org.serverroster.roster.Decided.requested;
import static org.serverroster.roster.Decided.rule;
import static org.serverroster.roster.Decided.sent;
import static org.serverroster.roster.Decided.told;
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
import static org.serverroster.subscription.SubscriptionState.TO;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;

/** What a server roster adds to the tables of RFC 3921 for what its peers send. */
class PeerRulesTest {

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
            assertThat(decision.changesItem()).isFalse();
            assertThat(logged(decision)).isEmpty();
            assertThat(told(decision)).isEmpty();
            // The answer may be what the peer missed before: it is owed as the first one was.
            assertThat(decision.owes()).isTrue();
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

    /** What its presence, or its refusal of ours, says of what a server between us lost. */
    @Nested
    class PeerIsSeen {

        @ParameterizedTest
        @EnumSource
        @DisplayName("a presence leads to no event, no notice and no change of state")
        void aloneChangesNothing(SubscriptionState state) {
            Decision decision = REVERSE.seen(item(state), NOW);
            assertThat(decision.changesItem()).isFalse();
            assertThat(logged(decision)).isEmpty();
            assertThat(told(decision)).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(names = {"NONE", "NONE_PENDING_IN", "FROM"})
        @DisplayName(
                "RFC 3921, 9.2 routes unsubscribe in every state: to who sends us presence though we are not subscribed")
        void whoHasNotHeardThatWeLeft(SubscriptionState state) {
            assertThat(sent(REVERSE.seen(item(state), NOW))).containsExactly(UNSUBSCRIBE);
        }

        @ParameterizedTest
        @EnumSource(names = {"NONE_PENDING_OUT", "NONE_PENDING_OUT_IN", "FROM_PENDING_OUT"})
        @DisplayName("RFC 3921, 9.3, table 3: who approved answers a second subscribe by itself")
        void whoseApprovalWasLost(SubscriptionState state) {
            assertThat(sent(REVERSE.seen(item(state), NOW))).containsExactly(SUBSCRIBE);
        }

        @ParameterizedTest
        @EnumSource(names = {"TO", "TO_PENDING_IN", "BOTH"})
        void whomWeAreSubscribedTo(SubscriptionState state) {
            assertThat(REVERSE.seen(item(state), NOW)).isEqualTo(Decision.nothing(item(state), Verdict.UNCHANGED));
        }

        @Test
        @DisplayName("a blocked peer gets no answer")
        void blocked() {
            RosterItem blocked = item(NONE).withBlocked(true);
            assertThat(REVERSE.seen(blocked, NOW)).isEqualTo(Decision.nothing(blocked, Verdict.UNCHANGED));
        }

        @ParameterizedTest
        @EnumSource(names = {"TO", "TO_PENDING_IN", "BOTH"})
        @DisplayName("RFC 3921, 5.1.3: a probe is forbidden to who is not subscribed; it counts as unsubscribed")
        void forbidsOurProbe(SubscriptionState state) {
            Decision decision = REVERSE.probeRefused(item(state), false, NOW);
            Decision revoked = REVERSE.refused(item(state), "", NOW);
            assertThat(decision).isEqualTo(revoked);
            assertThat(told(decision)).containsExactly(Notice.Kind.REVOKED);
            assertThat(sent(decision)).isEmpty();
        }

        @Test
        @DisplayName(
                "RFC 3921, 5.1.3: a probe is not authorized to who waits; we did not know that we do, and do not any more")
        void hasOurRequestInstead() {
            Decision decision = REVERSE.probeRefused(item(BOTH), true, NOW);
            assertThat(decision.after().state()).isEqualTo(FROM);
            assertThat(told(decision)).containsExactly(Notice.Kind.REVOKED);
            assertThat(sent(decision)).containsExactly(UNSUBSCRIBE);
            assertThat(decision.owes()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(
                names = {"TO", "TO_PENDING_IN", "BOTH"},
                mode = EnumSource.Mode.EXCLUDE)
        void hasNothingToForbid(SubscriptionState state) {
            for (boolean pendingThere : new boolean[] {true, false}) {
                assertThat(REVERSE.probeRefused(item(state), pendingThere, NOW))
                        .isEqualTo(Decision.nothing(item(state), Verdict.UNCHANGED));
            }
        }
    }
}
