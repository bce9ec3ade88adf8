package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.testbed.ProsodyServer;

/** What becomes of a request to who is not there. */
interface AbsenceScenarios extends Scenarios {

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("A request to a component that is away comes back, its administrator is told once; it goes out again"
            + " at the next attach and completes")
    default void componentIsAway(Beginner beginner) {
        Side asker = side(beginner);
        Side away = federation().other(asker);
        away.stopService();
        asker.run(Nodes.SUBSCRIBE, away);
        // ejabberd may as well drop what an open s2s stream brings for a component that is away.
        if (away.server() instanceof ProsodyServer) {
            assertThat(asker.awaitNotice("Our request to " + away.component()).text("body"))
                    .containsAnyOf("the server does not answer", "there is no such server", "nobody answers there");
        }
        asker.table().awaitState(away.component(), "None + Pending Out");

        away.startService();
        away.awaitReady();
        asker.stopService();
        asker.startService();
        away.awaitNotice(asker.component() + " asks to subscribe");
        federation().awaitMirror(asker, "None + Pending Out");
        asker.awaitReady();
        approve(away, asker);
        assertThat(asker.notices())
                .filteredOn(subject -> subject.contains("was not delivered"))
                .hasSizeLessThanOrEqualTo(away.server() instanceof ProsodyServer ? 0 : 1);
    }

    @Test
    @DisplayName("An approval that its asker missed comes again when it asks again, at its next attach")
    default void approvalIsMissed() {
        Side asker = federation().montague();
        Side approver = federation().capulet();
        ask(asker, approver);
        asker.stopService();
        approver.run(Nodes.APPROVE, asker);
        approver.table().awaitState(asker.component(), "From + Pending Out");

        asker.startService();
        asker.awaitNotice(approver.component() + " approved our request");

        // The request in return may have been missed too, and goes out again when the administrator, or the day, says
        // so.
        asker.awaitReady();
        approver.run(Nodes.SUBSCRIBE, asker);
        awaitBoth(asker, approver);
    }

    @Test
    @DisplayName("A request to a domain that does not exist stays, and the administrator is told why in words")
    default void noSuchServer() throws Exception {
        Side asker = federation().montague();
        assertThat(asker.chat("subscribe nowhere.lit")).contains("nowhere.lit is asked");
        assertThat(asker.awaitNotice("Our request to nowhere.lit").text("body")).contains("there is no such server");
        assertThat(asker.table().states()).containsOnlyKeys("nowhere.lit").containsValue("None + Pending Out");

        assertThat(asker.chat("unsubscribe nowhere.lit")).contains("State: None");
        asker.chat("block nowhere.lit");
        assertThat(asker.table().states()).isEmpty();
    }
}
