package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/**
 * "An approved decision reaches the peer": what a change owes is lost between its commit and its delivery, and the other
 * side's roster mirrors ours all the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LostStreamScenarios implements Scenarios {

    private final ServerKind here;
    private final ServerKind there;
    private Federation federation;
    private ServiceLink link;

    LostStreamScenarios(ServerKind here, ServerKind there) {
        this.here = here;
        this.there = there;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        federation = Federation.create(here, there, folder);
        federation.startServers();
        link = new ServiceLink(montague());
        link.startService();
        capulet().startService();
        for (Side side : new Side[] {montague(), capulet()}) {
            side.login();
            side.awaitReady();
        }
    }

    @AfterAll
    void stop() {
        if (link != null) {
            link.close();
        }
        if (federation != null) {
            federation.close();
            federation.assertNothingWentWrong();
        }
    }

    @BeforeEach
    void fromNone() {
        link.release();
        link.accept();
        if (!montague().service().running()) {
            link.startService();
        }
        federation.partCompany();
    }

    @Override
    public Federation federation() {
        return federation;
    }

    private Side montague() {
        return federation.montague();
    }

    private Side capulet() {
        return federation.capulet();
    }

    /** Montague's administrator approves, which is committed; nothing of it has left the service's own machine. */
    private void approveUnheard() {
        ask(capulet(), montague());
        link.hold();
        montague().say("approve " + capulet().component());
        montague().table().awaitState(capulet().component(), "From + Pending Out");
    }

    /** Both hear of the other's approval once, and of nothing else. */
    private void awaitApprovedOnBothSides() {
        capulet().awaitNotice(montague().component() + " approved our request");
        montague().awaitNotice(capulet().component() + " approved our request");
        awaitBoth(capulet(), montague());
        assertThat(capulet().notices()).isEmpty();
        assertThat(montague().notices()).isEmpty();
    }

    @Test
    @DisplayName(
            "What is not confirmed when the stream breaks is sent again after the next attach; no duplicate reaches an"
                    + " admin")
    void streamBreaks() {
        approveUnheard();
        link.cut();
        montague().awaitReady();
        awaitApprovedOnBothSides();
        montague().table().awaitNothingOwed();
    }

    @Test
    @DisplayName("The stream breaks in the middle of the stanza that approves")
    void streamBreaksInMidStanza() {
        ask(capulet(), montague());
        link.cutInNextStanza();
        montague().say("approve " + capulet().component());
        awaitApprovedOnBothSides();
        montague().table().awaitNothingOwed();
    }

    @Test
    @DisplayName("The process dies right after the approval was committed, and nothing of it had left")
    void processDiesUnheard() {
        approveUnheard();
        link.cutAndRefuse();
        montague().service().kill();
        link.accept();
        link.startService();
        montague().awaitReady();
        awaitApprovedOnBothSides();
        montague().table().awaitNothingOwed();
    }

    @Test
    @DisplayName("The process dies right after the approval was confirmed to the admin")
    void processDies() {
        ask(capulet(), montague());
        assertThat(montague().run(Nodes.APPROVE, capulet())).contains("is approved");
        montague().service().kill();
        link.startService();
        montague().awaitReady();
        capulet().awaitNotice(montague().component() + " approved our request");
        awaitBoth(capulet(), montague());
        assertThat(capulet().notices()).isEmpty();
        montague().table().awaitNothingOwed();
    }

    @Test
    @DisplayName("The server dies between the commit of the approval and its delivery")
    void serverDies() {
        approveUnheard();
        montague().server().kill();
        link.cut();
        montague().health().awaitNotReady("stream " + montague().component());
        montague().server().start();
        montague().login();
        montague().awaitReady();
        awaitApprovedOnBothSides();
        montague().table().awaitNothingOwed();
    }

    @Test
    @DisplayName("The end of a subscription reaches the peer, too, from either side of it")
    void endsReachThePeer() {
        makeBuddies(capulet(), montague());
        link.hold();
        montague().say("unsubscribe " + capulet().component());
        montague().say("block " + capulet().component());
        montague().table().awaitState(capulet().component(), "None");
        link.cut();
        capulet().awaitNotice(montague().component() + " ended its subscription");
        capulet().awaitNotice(montague().component() + " ended our subscription");
        federation.awaitMirror(montague(), "None");
        montague().awaitReady();
        montague().table().awaitNothingOwed();
    }
}
