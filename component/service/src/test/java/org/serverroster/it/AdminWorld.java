package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.UUID;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.Stanza;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * montague.lit with its service, its administrator at a client, and a second component that plays the peer, stanza by
 * stanza. A user of the peer's is an administrator too: what it is told shows what all are told. Of the test's thread.
 */
final class AdminWorld implements AutoCloseable {

    static final String PEER = "peer.montague.lit";
    static final String WATCHER = "watcher@" + PEER;

    /** Prosody alone: a component that may speak for any domain, as a crowd of servers would. */
    static final String CROWD = "crowd.lit";

    private static final String SECRET = "the peer's own 3aa9";
    private static final String CROWD_OF_PROSODY = """
            Component "%s"
            component_secret = "%s"
            validate_from_addresses = false
            """.formatted(CROWD, SECRET);

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side side;
    private RawComponent peer;

    private AdminWorld(LoopbackNetwork network, TestDatabase postgres, Side side) {
        this.network = network;
        this.postgres = postgres;
        this.side = side;
    }

    static AdminWorld start(ServerKind kind, Path folder) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        XmppServer server = kind.create(
                ServerPlan.of("montague.lit")
                        .withComponent("buddies.montague.lit", "montague's own 8f2b61")
                        .withComponent(PEER, SECRET)
                        .withSettings(
                                kind == ServerKind.PROSODY
                                        ? "modules_enabled = { \"offline\" }\n" + CROWD_OF_PROSODY
                                        : "mod_offline: {}"),
                network,
                folder);
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        AdminWorld started = new AdminWorld(
                network, postgres, new Side(server, postgres.createDatabase("montague"), folder.resolve("montague")));
        try {
            started.startAll();
        } catch (AssertionError | RuntimeException fault) {
            started.close();
            throw fault;
        }
        return started;
    }

    private void startAll() {
        String configuration = side.configuration(side.server().secret(side.component()));
        side.startService(configuration.replace("admins = [", "admins = [\"" + WATCHER + "\", "));
        side.server().start();
        side.createAdmin();
        side.login();
        side.awaitReady();
        peer = RawComponent.attach(side.server(), PEER);
    }

    Side side() {
        return side;
    }

    RawComponent peer() {
        return peer;
    }

    RawComponent crowd() {
        return RawComponent.attach(side.server(), CROWD, side.server().componentPort(side.component()), SECRET);
    }

    /** The peer says that about subscriptions. */
    void says(String type) {
        peer.send("<presence type='%s' id='%s' from='%s' to='%s'/>"
                .formatted(type, UUID.randomUUID(), PEER, side.component()));
    }

    /** Waits for a question of that namespace to the peer, and answers it. */
    void answer(String namespace, String content) {
        Stanza question = peer.received()
                .await(
                        "question for " + namespace,
                        Side.PATIENCE,
                        stanza -> stanza.is("iq", "get", side.component())
                                && stanza.find("query", namespace).isPresent());
        peer.send("<iq type='result' id='%s' from='%s' to='%s'><query xmlns='%s'>%s</query></iq>"
                .formatted(question.id(), PEER, side.component(), namespace, content));
    }

    /** Waits until the administrators are told that, by the copy for the second of them, which is the last to leave. */
    Stanza awaitTold(String subject) {
        return peer.received()
                .await(
                        "copy of '" + subject + "'",
                        Side.PATIENCE,
                        stanza -> stanza.name().equals("message")
                                && stanza.to().equals(WATCHER)
                                && stanza.text("subject").contains(subject));
    }

    @Override
    public void close() {
        if (peer != null) {
            peer.close();
        }
        assertAll(side::close, postgres::close, network::close);
    }
}
