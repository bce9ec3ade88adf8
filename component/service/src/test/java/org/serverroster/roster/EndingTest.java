package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.roster.Decided.ADMIN;
import static org.serverroster.roster.Decided.CAPULET;
import static org.serverroster.roster.Decided.NOW;
import static org.serverroster.roster.Decided.REVERSE;
import static org.serverroster.roster.Decided.item;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.subscription.SubscriptionState;

/** What is said again, because a peer that did not hear it has nothing to ask by which it would. */
class EndingTest {

    private static final Ending UNSUBSCRIBE = new Ending(CAPULET, Kind.UNSUBSCRIBE);
    private static final Ending UNSUBSCRIBED = new Ending(CAPULET, Kind.UNSUBSCRIBED);

    private static List<Ending> of(Decision decision) {
        return decision.events().stream()
                .flatMap(event -> Ending.of(event).stream())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what an administrator ended or took back")
    void ended(SubscriptionState state) {
        List<Ending> expected = state.to() || state.pendingOut() ? List.of(UNSUBSCRIBE) : List.of();
        assertThat(of(REVERSE.unsubscribe(item(state), ADMIN, "", NOW))).isEqualTo(expected);
        assertThat(of(REVERSE.remove(item(state), ADMIN, false, NOW))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a peer that was subscribed when it was blocked, since a blocked peer's probe gets no answer")
    void blocked(SubscriptionState state) {
        assertThat(of(REVERSE.block(item(state), ADMIN, true, "", NOW)))
                .isEqualTo(state.from() ? List.of(UNSUBSCRIBED) : List.of());
    }

    @Test
    @DisplayName("a peer that was subscribed when it was removed: it may be blocked later")
    void removed() {
        assertThat(of(REVERSE.remove(item(SubscriptionState.BOTH), ADMIN, true, NOW)))
                .containsExactly(UNSUBSCRIBE, UNSUBSCRIBED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nothing that the peer did: it knows")
    void byThePeer(SubscriptionState state) {
        assertThat(of(REVERSE.unsubscribed(item(state), "", NOW))).isEmpty();
        assertThat(of(REVERSE.refused(item(state), "", NOW))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an unsubscribe only while we are not subscribed and do not ask: what is overtaken is not said again")
    void overtaken(SubscriptionState state) {
        assertThat(UNSUBSCRIBE.holdsIn(item(state))).isEqualTo(!state.to() && !state.pendingOut());
    }

    @Test
    @DisplayName("an unsubscribed only while the peer is blocked: another may have asked anew")
    void unblocked() {
        assertThat(UNSUBSCRIBED.holdsIn(item(SubscriptionState.NONE).withBlocked(true)))
                .isTrue();
        assertThat(UNSUBSCRIBED.holdsIn(item(SubscriptionState.NONE))).isFalse();
    }
}
