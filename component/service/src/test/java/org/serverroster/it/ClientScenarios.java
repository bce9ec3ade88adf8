package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dom4j.DocumentHelper;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.client.Subscription;
import org.serverroster.client.Trust;
import org.serverroster.client.smack.LiveTrust;
import org.serverroster.client.smack.TrustManager;
import org.serverroster.client.smack.TrustRequirement;
import org.serverroster.client.tinder.TrustAnswer;
import org.serverroster.client.tinder.TrustQuestion;
import org.serverroster.client.tinder.TrustRefusedException;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;
import org.xmpp.packet.IQ;

/** Programs that use the client library, a user's with Smack and a component with Tinder, ask the service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientScenarios {

    private static final String COMPONENT = "incidents.montague.lit";
    private static final String PEER = "peer.montague.lit";
    private static final String PASSWORD = "watch's password 0815";
    private static final Duration YOUNG = Duration.ofMinutes(2);

    private final ServerKind kind;
    private OneServer world;
    private Side montague;
    private RawPeer peer;
    private SmackReader reader;

    ClientScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.create(kind, folder, COMPONENT, PEER);
        montague = world.montague();
        montague.server().start();
        montague.server().addUser("watch", PASSWORD);
        montague.server().addUser("stranger", PASSWORD);
        startService();
        montague.createAdmin();
        montague.login();
        montague.awaitReady();
    }

    private void startService() {
        montague.startService(montague.configuration(OneServer.SECRET)
                .replace("admins = [", "readers = [\"" + COMPONENT + "\", \"watch@montague.lit\"], admins = ["));
    }

    @AfterAll
    void stop() {
        if (world != null) {
            world.close();
        }
    }

    @BeforeEach
    void attach() {
        peer = RawPeer.attach(montague, PEER);
        reader = SmackReader.of(montague.server(), "watch", PASSWORD);
        reader.login();
    }

    @AfterEach
    void forget() throws Exception {
        reader.close();
        peer.close();
        for (String known : montague.table().states().keySet()) {
            set("<item jid='%s' subscription='remove'/>".formatted(known));
        }
        montague.admin().received().clear();
    }

    private Stanza set(String item) {
        return montague.admin()
                .request("set", montague.component(), "<query xmlns='jabber:iq:roster'>" + item + "</query>");
    }

    private void approvePeer() {
        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        montague.run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false")));
        peer.awaitPresence("subscribed");
    }

    private void revoke() {
        montague.run(Nodes.BLOCK, PEER, Map.of());
        peer.awaitPresence("unsubscribed");
    }

    private TrustManager manager(SmackReader who) {
        return TrustManager.getFor(who.connection(), SmackReader.jid(montague.component()));
    }

    private LiveTrust live(TrustRequirement requirement) {
        return LiveTrust.open(reader.connection(), SmackReader.jid(montague.component()), requirement);
    }

    private void awaitCurrent(LiveTrust live) {
        Await.until(
                Side.PATIENCE,
                live::isCurrent,
                () -> "The copy is not current: " + live.problem() + montague.newestLines());
    }

    private void awaitVerdict(LiveTrust live, boolean trusted) {
        Await.until(
                Side.PATIENCE,
                () -> live.trusts(PEER, YOUNG) == trusted,
                () -> "The copy has " + live.subscription(PEER) + ", problem " + live.problem()
                        + montague.newestLines());
    }

    @Test
    @DisplayName("A user's program asks before the approval, after it, and once it is taken back")
    void check() throws Exception {
        assertThat(manager(reader).check("romeo@" + PEER + "/balcony"))
                .extracting(Trust::jid, Trust::trusted, Trust::subscription)
                .containsExactly(PEER, false, Optional.empty());
        approvePeer();
        Trust trusted = manager(reader).check("PEER.Montague.lit.");
        assertThat(trusted.trusted()).isTrue();
        assertThat(trusted.subscription()).contains(Subscription.FROM);
        assertThat(trusted.since()).isPresent();
        revoke();
        assertThat(manager(reader).check(PEER).trusted()).isFalse();
    }

    @Test
    @DisplayName("More than 1,000 domains take several questions, and are answered in the order asked")
    void checkAll() throws Exception {
        approvePeer();
        List<String> domains = Stream.concat(
                        IntStream.range(0, 2_500).mapToObj(i -> "d" + i + ".lit"), Stream.of("bücher.lit", PEER))
                .toList();
        List<Trust> answers = manager(reader).checkAll(domains);
        assertThat(answers).extracting(Trust::jid).isEqualTo(domains);
        assertThat(answers).filteredOn(Trust::trusted).extracting(Trust::jid).containsExactly(PEER);
        assertThat(manager(reader).checkAll(List.of())).isEmpty();
    }

    @Test
    @DisplayName("\"from somebody who may not ask: error forbidden\"; the copy of one who may not never says yes")
    void forbidden() {
        approvePeer();
        try (SmackReader stranger = SmackReader.of(montague.server(), "stranger", PASSWORD)) {
            stranger.login();
            assertThatExceptionOfType(XMPPErrorException.class)
                    .isThrownBy(() -> manager(stranger).check(PEER))
                    .satisfies(e ->
                            assertThat(e.getStanzaError().getCondition()).isEqualTo(StanzaError.Condition.forbidden));
            try (LiveTrust live = LiveTrust.open(
                    stranger.connection(), SmackReader.jid(montague.component()), TrustRequirement.FROM)) {
                Await.until(
                        Side.PATIENCE,
                        () -> live.problem()
                                .filter(why -> why.contains("forbidden"))
                                .isPresent(),
                        () -> "The copy's problem is " + live.problem());
                assertThat(live.isCurrent()).isFalse();
                assertThat(live.age()).isEmpty();
                assertThat(live.trusts(PEER, Duration.ofDays(365))).isFalse();
            }
        }
    }

    @Test
    @DisplayName("The local copy follows each change, and ends when it is closed")
    void live() {
        LiveTrust live = live(TrustRequirement.FROM);
        try (live) {
            awaitCurrent(live);
            assertThat(live.trusts(PEER, YOUNG)).isFalse();
            approvePeer();
            awaitVerdict(live, true);
            assertThat(live.age()).isPresent();
            assertThat(live.subscription("romeo@" + PEER)).contains(Subscription.FROM);
            revoke();
            awaitVerdict(live, false);

            approvePeerAnew();
            awaitVerdict(live, true);
        }
        assertThat(live.isCurrent()).isFalse();
        revoke();
        assertThat(live.subscription(PEER)).contains(Subscription.FROM);
    }

    private void approvePeerAnew() {
        montague.admin().received().clear();
        approvePeer();
    }

    @Test
    @DisplayName("BOTH asks for both directions")
    void both() {
        try (LiveTrust live = live(TrustRequirement.BOTH)) {
            awaitCurrent(live);
            approvePeer();
            Await.until(
                    Side.PATIENCE,
                    () -> live.subscription(PEER).isPresent(),
                    () -> "no push came" + montague.newestLines());
            assertThat(live.trusts(PEER, YOUNG)).isFalse();
        }
    }

    @Test
    @DisplayName("A connection cut without goodbye: the copy says so, and after the next login has what it missed")
    void cutOff() {
        try (LiveTrust live = live(TrustRequirement.FROM)) {
            approvePeer();
            awaitVerdict(live, true);
            set("<item jid='capulet.lit' name='The Capulets'/>");

            reader.cut();
            Await.until(Side.PATIENCE, () -> !live.isCurrent(), () -> "The copy still says that it is current");
            assertThat(live.problem()).isPresent();
            revoke();
            assertThat(live.trusts(PEER, Duration.ofDays(1))).as("what it knew").isTrue();
            assertThat(live.trusts(PEER, Duration.ZERO)).as("too old").isFalse();

            reader.loginAgain();
            awaitCurrent(live);
            assertThat(live.trusts(PEER, Duration.ofDays(1))).isFalse();
            approvePeerAnew();
            awaitVerdict(live, true);

            reader.giveUp();
            assertThat(live.isCurrent()).isFalse();
            assertThat(live.problem()).isPresent();
            revoke();
            reader.loginAgain();
            awaitCurrent(live);
            assertThat(live.trusts(PEER, YOUNG)).isFalse();
        }
    }

    @Test
    @DisplayName("A roster push from somebody else is refused and not believed, and the copy goes on")
    void forgedPush() {
        try (LiveTrust live = live(TrustRequirement.FROM);
                RawReader forger = RawReader.attach(montague, COMPONENT)) {
            awaitCurrent(live);
            String id = "forged-push";
            forger.component()
                    .send("<iq type='set' id='%s' from='%s' to='%s'><query xmlns='jabber:iq:roster' ver='999'>"
                                    .formatted(
                                            id, COMPONENT, reader.connection().getUser())
                            + "<item jid='capulet.lit' subscription='both'/></query></iq>");
            Stanza refusal = forger.component()
                    .awaitReply(id, reader.connection().getUser().toString(), Side.PATIENCE);
            assertThat(refusal.type()).isEqualTo("error");
            assertThat(live.subscription("capulet.lit")).isEmpty();
            approvePeer();
            awaitVerdict(live, true);
        }
    }

    @Test
    @DisplayName("Two copies over one connection both follow, and the one goes on when the other is closed")
    void two() {
        try (LiveTrust one = live(TrustRequirement.FROM)) {
            awaitCurrent(one);
            LiveTrust other = live(TrustRequirement.FROM);
            try (other) {
                awaitCurrent(other);
                approvePeer();
                awaitVerdict(one, true);
                awaitVerdict(other, true);
            }
            assertThat(one.isCurrent()).isTrue();
            assertThat(other.isCurrent()).isFalse();
        }
    }

    @Test
    @DisplayName("The copy is made while the connection is not logged in yet, and begins with the login")
    void openedEarly() {
        reader.close();
        approvePeer();
        reader = SmackReader.of(montague.server(), "watch", PASSWORD);
        try (LiveTrust live = live(TrustRequirement.FROM)) {
            assertThat(live.trusts(PEER, YOUNG)).isFalse();
            assertThat(live.problem()).isPresent();
            reader.login();
            awaitVerdict(live, true);
        }
    }

    @Test
    @DisplayName("A component asks with Tinder: before, after, and as one that may not")
    void tinder() throws Exception {
        try (RawReader component = RawReader.attach(montague, COMPONENT)) {
            assertThat(ask(component, PEER, "bücher.lit"))
                    .extracting(Trust::jid, Trust::trusted)
                    .containsExactly(tuple(PEER, false), tuple("bücher.lit", false));
            approvePeer();
            assertThat(ask(component, PEER).get(0).trusted()).isTrue();
        }
        TrustQuestion question = TrustQuestion.of(PEER, montague.component(), List.of(PEER));
        peer.component().send(question.iq().toXML());
        IQ refusal = iq(peer.component().awaitReply(question.id(), montague.component(), Side.PATIENCE));
        assertThatExceptionOfType(TrustRefusedException.class)
                .isThrownBy(() -> TrustAnswer.read(question, refusal))
                .satisfies(e -> assertThat(e.condition()).isEqualTo("forbidden"))
                .satisfies(e -> assertThat(e.isTemporary()).isFalse());
    }

    private List<Trust> ask(RawReader component, String... domains) throws Exception {
        TrustQuestion question = TrustQuestion.of(COMPONENT, montague.component(), List.of(domains));
        component.component().send(question.iq().toXML());
        return TrustAnswer.read(
                question, iq(component.component().awaitReply(question.id(), montague.component(), Side.PATIENCE)));
    }

    private static IQ iq(Stanza stanza) throws Exception {
        return new IQ(DocumentHelper.parseText(stanza.toString()).getRootElement(), true);
    }
}
