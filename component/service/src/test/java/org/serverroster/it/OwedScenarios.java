package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/** What a peer sees, stanza by stanza, when the stream of the service breaks or stalls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwedScenarios {

    /** An odd number: the last of them asks. */
    private static final int CHANGES = 21;

    private static final String PEER = "peer.montague.lit";

    private final ServerKind kind;
    private OneServer world;
    private Side montague;
    private ServiceLink link;
    private RawPeer peer;

    OwedScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.create(kind, folder, PEER);
        montague = world.montague();
        montague.server().start();
        montague.createAdmin();
        montague.login();
        link = new ServiceLink(montague);
        link.startService();
        montague.awaitReady();
    }

    @AfterAll
    void stop() {
        if (link != null) {
            link.close();
        }
        if (world != null) {
            world.close();
            montague.assertNothingWentWrong();
        }
    }

    @BeforeEach
    void attach() {
        montague.admin().received().clear();
        peer = RawPeer.attach(montague, PEER);
    }

    @AfterEach
    void forget() throws Exception {
        link.release();
        link.accept();
        montague.awaitReady();
        peer.close();
        for (String known : montague.table().states().keySet()) {
            montague.run(Nodes.UNSUBSCRIBE, known, Map.of());
            montague.run(Nodes.BLOCK, known, Map.of());
        }
        montague.table().awaitNothingOwed();
    }

    /** The types of presence that came, once everything that the service had to say has come. */
    private List<String> presencesBefore(Runnable last) {
        montague.table().awaitNothingOwed();
        last.run();
        return peer.rest().stream()
                .filter(stanza -> stanza.name().equals("presence"))
                .map(stanza -> stanza.type())
                .toList();
    }

    private void ping() {
        assertThat(peer.component().ping(montague.component(), Side.PATIENCE).type())
                .isEqualTo("result");
    }

    @Test
    @DisplayName("a subscribe that the admin has withdrawn never goes out again: not even one that never arrived")
    void withdrawnUnheard() {
        link.hold();
        montague.say("subscribe " + PEER);
        montague.table().awaitState(PEER, "None + Pending Out");
        montague.say("unsubscribe " + PEER);
        montague.table().awaitState(PEER, "None");
        link.cut();

        peer.awaitPresence("unsubscribe");
        assertThat(presencesBefore(this::ping)).doesNotContain("subscribe");
        assertThat(montague.notices()).isEmpty();
    }

    @Test
    @DisplayName("a subscribe that the peer has already refused never goes out again")
    void refused() {
        montague.run(Nodes.SUBSCRIBE, PEER, Map.of());
        peer.awaitPresence("subscribe");
        link.hold();
        peer.presence("unsubscribed");
        montague.table().awaitState(PEER, "None");
        link.cut();

        montague.awaitReady();
        assertThat(presencesBefore(this::ping)).doesNotContain("subscribe");
    }

    @Test
    @DisplayName("is sent again after the next attach, in order: subscribed, and the presence that goes with it")
    void inOrder() {
        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        link.hold();
        montague.say("approve " + PEER + " welcome");
        montague.table().awaitState(PEER, "From + Pending Out");
        link.cut();

        assertThat(peer.awaitPresence("subscribed").text("status")).isEqualTo("welcome");
        peer.awaitPresence("subscribe");
        peer.awaitPresence("");
    }

    @Test
    @DisplayName("a slow or stalled server connection does not stop changes from committing")
    void stalled() {
        link.hold();
        for (int n = 0; n < CHANGES; n++) {
            boolean asks = n % 2 == 0;
            montague.say((asks ? "subscribe " : "unsubscribe ") + PEER);
            montague.table().awaitState(PEER, asks ? "None + Pending Out" : "None");
        }
        assertThat(peer.rest()).isEmpty();
        link.release();

        peer.awaitPresence("subscribe");
        montague.table().awaitNothingOwed();
    }
}
