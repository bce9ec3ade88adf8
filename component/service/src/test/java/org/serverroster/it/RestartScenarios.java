package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each part goes and comes back, once while a request waits and once while both are subscribed. */
interface RestartScenarios extends Scenarios {

    @Test
    @DisplayName("The component that asked stops in order, which its peer sees, and comes back")
    default void componentStopsInOrder() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        ask(asker, approver);
        asker.stopService();
        asker.startService();
        asker.awaitReady();
        federation().awaitMirror(asker, "None + Pending Out");
        approve(approver, asker);

        asker.stopService();
        approver.awaitAvailable(asker, "false");
        asker.startService();
        asker.awaitReady();
        awaitBoth(asker, approver);
    }

    @Test
    @DisplayName("The component that is asked is killed while the request waits, the other when both are subscribed")
    default void componentIsKilled() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        goesOn(asker, approver, approver, asker, side -> {
            side.service().kill();
            side.startService();
            side.awaitReady();
        });
    }

    @Test
    @DisplayName("The server of who asked restarts while the request waits, the other when both are subscribed")
    default void serverRestarts() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        goesOn(asker, approver, asker, approver, side -> {
            side.server().stop();
            comeBack(side);
        });
    }

    @Test
    @DisplayName("The server of who is asked dies while the request waits, the other when both are subscribed")
    default void serverIsKilled() {
        Side asker = federation().capulet();
        Side approver = federation().montague();
        goesOn(asker, approver, approver, asker, side -> {
            side.server().kill();
            comeBack(side);
        });
    }

    @Test
    @DisplayName("PostgreSQL goes while a request waits and comes back: what was said meanwhile is not lost")
    default void databaseRestarts() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        ask(asker, approver);
        federation().postgres().stop();
        approver.say("approve " + asker.component());
        approver.health().awaitNotReady("{\"name\": \"database\", \"ok\": false");
        federation().postgres().start();
        assertThat(approver.awaitAnswer()).contains("is approved");
        awaitBoth(asker, approver);
        approver.awaitReady();
        asker.awaitReady();

        federation().postgres().restart();
        awaitBoth(asker, approver);
        asker.run(Nodes.UNSUBSCRIBE, approver);
        federation().awaitMirror(asker, "From");
    }

    private static void comeBack(Side side) {
        side.health().awaitNotReady("stream " + side.component());
        side.server().start();
        side.login();
        side.awaitReady();
    }

    /** One side is disturbed while the request waits, and one when both are subscribed. */
    private void goesOn(Side asker, Side approver, Side whilePending, Side whileBoth, Consumer<Side> disturbance) {
        ask(asker, approver);
        disturbance.accept(whilePending);
        federation().awaitMirror(asker, "None + Pending Out");
        approve(approver, asker);
        assertThat(approver.notices()).isEmpty();

        disturbance.accept(whileBoth);
        awaitBoth(asker, approver);

        // And a new request still goes its way.
        approver.run(Nodes.BLOCK, asker);
        federation().awaitMirror(asker, "From");
        asker.run(Nodes.SUBSCRIBE, approver);
        approver.awaitNotice(asker.component() + " asks to subscribe");
        federation().awaitMirror(asker, "From + Pending Out");
    }
}
