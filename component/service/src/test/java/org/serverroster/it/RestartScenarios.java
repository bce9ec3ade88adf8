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
    @DisplayName("The component that is asked is killed, and comes back")
    default void componentIsKilled() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        goesOn(asker, approver, side -> {
            side.service().kill();
            side.startService();
            side.awaitReady();
        });
    }

    @Test
    @DisplayName("The server of who is asked restarts in order")
    default void serverRestarts() {
        goesOn(federation().montague(), federation().capulet(), side -> {
            side.server().stop();
            side.health().awaitNotReady("stream " + side.component());
            side.server().start();
            side.login();
            side.awaitReady();
        });
    }

    @Test
    @DisplayName("The server of who is asked dies and is started again")
    default void serverIsKilled() {
        goesOn(federation().capulet(), federation().montague(), side -> {
            side.server().kill();
            side.health().awaitNotReady("stream " + side.component());
            side.server().start();
            side.login();
            side.awaitReady();
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

    /** The side that is asked is disturbed, while the request waits and again when both are subscribed. */
    private void goesOn(Side asker, Side approver, Consumer<Side> disturbance) {
        ask(asker, approver);
        disturbance.accept(approver);
        federation().awaitMirror(asker, "None + Pending Out");
        approve(approver, asker);

        disturbance.accept(approver);
        awaitBoth(asker, approver);

        // And a new request still goes its way.
        approver.run(Nodes.BLOCK, asker);
        federation().awaitMirror(asker, "From");
        asker.run(Nodes.SUBSCRIBE, approver);
        approver.awaitNotice(asker.component() + " asks to subscribe");
        federation().awaitMirror(asker, "From + Pending Out");
    }
}
