package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a request is refused, and how a subscription ends. */
interface EndingScenarios extends Scenarios {

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("A request is refused: who asked is told, with the reason, and neither is subscribed to the other")
    default void deny(Beginner beginner) {
        Side asker = side(beginner);
        Side refuser = federation().other(asker);
        ask(asker, refuser);
        refuser.run(Nodes.DENY, asker, Map.of("reason", List.of("We do not know you <yet> & wait")));
        assertThat(asker.awaitNotice(refuser.address() + " refused our request").text("body"))
                .contains("We do not know you <yet> & wait");
        federation().awaitMirror(asker, "None");
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("A refusal written as chat does the same")
    default void denyByChat(Beginner beginner) {
        Side asker = side(beginner);
        Side refuser = federation().other(asker);
        ask(asker, refuser);
        assertThat(refuser.chat("deny " + asker.address() + " not now")).contains("is refused");
        assertThat(asker.awaitNotice(refuser.address() + " refused our request").text("body"))
                .contains("not now");
        federation().awaitMirror(asker, "None");
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("An administrator revokes the peer's subscription: the peer loses it, is told, and the rest stays")
    default void revoke(Beginner beginner) {
        Side asker = side(beginner);
        Side revoker = federation().other(asker);
        makeBuddies(asker, revoker);
        revoker.run(Nodes.BLOCK, asker, Map.of("reason", List.of("spam")));
        assertThat(asker.awaitNotice(revoker.address() + " ended our subscription")
                        .text("body"))
                .contains("spam");
        asker.awaitAvailable(revoker, "");
        federation().awaitMirror(asker, "From");

        // The approval in advance went with it: the next request has to wait for the administrator.
        asker.run(Nodes.SUBSCRIBE, revoker);
        revoker.awaitNotice(asker.address() + " asks to subscribe");
        federation().awaitMirror(asker, "From + Pending Out");
        revoker.run(Nodes.APPROVE, asker);
        awaitBoth(asker, revoker);
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("An administrator ends our own subscription: the peer is told, and stays subscribed to us")
    default void unsubscribe(Beginner beginner) {
        Side leaver = side(beginner);
        Side left = federation().other(leaver);
        makeBuddies(leaver, left);
        leaver.run(Nodes.UNSUBSCRIBE, left);
        left.awaitNotice(leaver.address() + " ended its subscription");
        federation().awaitMirror(leaver, "From");

        left.run(Nodes.UNSUBSCRIBE, leaver);
        leaver.awaitNotice(left.address() + " ended its subscription");
        federation().awaitMirror(leaver, "None");
    }
}
