package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

/** A peer that was away when it was told something, or whose own words were lost, and what comes of it, stanza by stanza. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HealingScenarios {

    private static final String PEER = "peer.montague.lit";
    private static final String OTHER = "other.montague.lit";

    private static final String REFUSAL = "<presence type='error' id='%s' from='%s' to='%s'><error type='auth'>"
            + "<%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";

    private final ServerKind kind;
    private OneServer world;
    private Side montague;
    private ServiceLink link;
    private RawPeer peer;

    HealingScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.create(kind, folder, PEER, OTHER);
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
        montague.awaitReady();
        peer.close();
        for (String known : montague.table().states().keySet()) {
            montague.run(Nodes.UNSUBSCRIBE, known, Map.of());
            montague.run(Nodes.BLOCK, known, Map.of());
            montague.run(Nodes.UNBLOCK, known, Map.of());
        }
        montague.table().awaitNothingOwed();
    }

    /** We are subscribed to the peer, which so far may ask nothing of us. */
    private void subscribed() {
        montague.run(Nodes.SUBSCRIBE, PEER, Map.of());
        peer.awaitPresence("subscribe");
        peer.presence("subscribed");
        montague.awaitNotice(PEER + " approved our request");
    }

    /** What is said to the peer in there never arrives. */
    private void whileThePeerIsAway(Runnable said) {
        peer.close();
        said.run();
        montague.table().awaitNothingOwed();
        peer = RawPeer.attach(montague, PEER);
    }

    /** The probe that the service sends once its stream is another. */
    private Stanza probedAnew() {
        link.cut();
        return peer.awaitPresence("probe");
    }

    private void refuse(Stanza probe, RawPeer by, String condition) {
        by.component().send(REFUSAL.formatted(probe.id(), by.domain(), montague.component(), condition));
    }

    /** Answers the question whether the peer is there. */
    private void answerPing() {
        Stanza ping = peer.component()
                .received()
                .await(
                        "ping",
                        Side.PATIENCE,
                        stanza -> stanza.is("iq", "get", montague.component())
                                && stanza.find("ping", "urn:xmpp:ping").isPresent());
        peer.component()
                .send("<iq type='result' id='%s' from='%s' to='%s'/>".formatted(ping.id(), PEER, montague.component()));
    }

    @Test
    @DisplayName("An unsubscribe that never arrived is said again to who still sends its presence")
    void ourUnsubscribe() throws SQLException {
        subscribed();
        whileThePeerIsAway(() -> montague.run(Nodes.UNSUBSCRIBE, PEER, Map.of()));
        peer.presence("");
        peer.awaitPresence("unsubscribe");
        peer.presence("unsubscribed");
        peer.assertUnanswered();
        assertThat(montague.table().states()).doesNotContainEntry(PEER, "To");
    }

    @Test
    @DisplayName(
            "A request's taking back that never arrived is said again on attaching, for there is nothing that asks for it")
    void ourTakingBack() {
        montague.run(Nodes.SUBSCRIBE, PEER, Map.of());
        peer.awaitPresence("subscribe");
        whileThePeerIsAway(() -> montague.run(Nodes.UNSUBSCRIBE, PEER, Map.of()));
        link.cut();
        peer.awaitPresence("unsubscribe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forbidden", "not-authorized"})
    @DisplayName(
            "RFC 3921, 5.1.3: who refuses our probe holds no subscription of ours: an unsubscribed that never arrived")
    void itsUnsubscribed(String condition) {
        subscribed();
        refuse(probedAnew(), peer, condition);
        answerPing();
        montague.awaitNotice(PEER + " ended our subscription");
        montague.table().awaitState(PEER, "None");
        if (condition.equals("not-authorized")) {
            peer.awaitPresence("unsubscribe");
        }
        peer.assertUnanswered();
    }

    @Test
    @DisplayName("Nobody refuses a probe in another's name, and no error that answers no probe is taken for a refusal")
    void thirdParties() throws SQLException {
        subscribed();
        Stanza probe = probedAnew();
        try (RawPeer other = RawPeer.attach(montague, OTHER)) {
            refuse(probe, other, "forbidden");
            other.assertUnanswered();
        }
        peer.component().send(REFUSAL.formatted("any", PEER, montague.component(), "forbidden"));
        refuse(probe, peer, "remote-server-timeout");
        assertThat(peer.component().ping(montague.component(), Side.PATIENCE).type())
                .isEqualTo("result");
        assertThat(montague.table().states()).containsEntry(PEER, "To");
        assertThat(montague.notices()).isEmpty();
    }

    @Test
    @DisplayName("An approval that never arrived: its presence makes us ask again, once, and the answer comes")
    void itsApproval() {
        montague.run(Nodes.SUBSCRIBE, PEER, Map.of());
        peer.awaitPresence("subscribe");
        peer.presence("");
        peer.awaitPresence("subscribe");
        peer.presence("");
        peer.assertUnanswered();
        peer.presence("subscribed");
        montague.awaitNotice(PEER + " approved our request");
    }

    @Test
    @DisplayName("A blocked peer gets no answer; that its subscription ended is said again on attaching")
    void blocked() {
        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        montague.run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false")));
        peer.awaitPresence("subscribed");
        peer.awaitPresence("");
        whileThePeerIsAway(() -> montague.run(Nodes.BLOCK, PEER, Map.of("ignore", List.of("true"))));
        peer.presence("probe");
        peer.presence("");
        peer.assertUnanswered();
        link.cut();
        peer.awaitPresence("unsubscribed");
    }
}
