package org.serverroster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.LimitsConfig;
import org.serverroster.subscription.SubscriptionState;

/**
 * RFC 3921 section 9.3 lets an answer move our state, and nobody repeats an answer: one that is lost leaves the two
 * rosters different. So the limit on a peer is none for the answer that can still change something.
 */
class AnswersOverTheLimitTest {

    private static final int PER_MINUTE = 2;

    private final PresenceScenario roster =
            new PresenceScenario(new ApprovalRules(List.of()), new LimitsConfig(1_000, 0, PER_MINUTE, 0));

    @AfterEach
    void close() {
        roster.close();
    }

    private void receive(String type) {
        roster.receive("<presence type='%s' from='capulet.lit' to='buddies.montague.lit'/>".formatted(type));
    }

    /** The peer has used up what it may ask in a minute, with nothing left of it. */
    private void useUp() {
        for (int i = 0; i < 5 * PER_MINUTE; i++) {
            receive("subscribe");
            receive("unsubscribe");
        }
        assertThat(roster.receive("<presence type='subscribe' from='capulet.lit' to='buddies.montague.lit'/>"))
                .singleElement()
                .asString()
                .contains("resource-constraint");
        assertThat(roster.roster().size()).isZero();
    }

    private SubscriptionState state() {
        return roster.state("capulet.lit");
    }

    @Test
    void an_approval_that_we_asked_for_is_taken() {
        useUp();
        roster.subscribe("capulet.lit");
        receive("subscribed");
        assertThat(state()).isEqualTo(SubscriptionState.TO);
    }

    @Test
    void a_refusal_of_what_we_asked_for_is_taken() {
        useUp();
        roster.subscribe("capulet.lit");
        receive("unsubscribed");
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    void a_refusal_is_taken_each_time_that_we_ask() {
        useUp();
        for (int i = 0; i < 3; i++) {
            roster.subscribe("capulet.lit");
            receive("unsubscribed");
            assertThat(state()).isEqualTo(SubscriptionState.NONE);
        }
    }

    @Test
    @DisplayName("XEP-0162 \"Remove\" by the peer is two stanzas at once: both are taken")
    void both_ends_of_a_removal_are_taken() {
        roster.buddies("capulet.lit");
        receive("subscribe");
        receive("subscribe");
        receive("unsubscribe");
        receive("unsubscribed");
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("A request that was taken can be taken back, even before it is committed, with nothing left to ask")
    void who_asked_may_take_it_back() {
        receive("unsubscribed");
        receive("subscribe");
        receive("unsubscribe");
        assertThat(state()).isEqualTo(SubscriptionState.NONE);
    }

    @Test
    @DisplayName("What repeats itself can change nothing and is not taken: it does not fill the queue of changes")
    void repetitions_are_not_taken() {
        useUp();
        roster.changes();
        for (int i = 0; i < 100; i++) {
            receive("unsubscribe");
            receive("unsubscribed");
            receive("subscribed");
        }
        assertThat(roster.changes()).isLessThanOrEqualTo(3);
    }
}
