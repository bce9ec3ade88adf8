package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.Decided.ADMIN;
import static org.serverroster.roster.Decided.BEFORE;
import static org.serverroster.roster.Decided.CAPULET;
import static org.serverroster.roster.Decided.NOW;
import static org.serverroster.roster.Decided.REVERSE;
import static org.serverroster.roster.Decided.TABLES_ALONE;
import static org.serverroster.roster.Decided.item;
import static org.serverroster.roster.Decided.logged;
import static org.serverroster.roster.Decided.requested;
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
import static org.serverroster.subscription.SubscriptionState.NONE_PENDING_OUT_IN;
import static org.serverroster.subscription.SubscriptionState.TO;
import static org.serverroster.subscription.SubscriptionState.TO_PENDING_IN;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.config.ApprovalAction;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;

/** What a server roster adds to the tables of RFC 3921 for what its administrators say. */
class AdminRulesTest {

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
            assertThat(logged(decision)).isEmpty();
            assertThat(decision.changesItem()).isFalse();
            assertThat(decision.verdict()).isEqualTo(Verdict.UNCHANGED);
        }
    }
}
