package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * One server, montague.lit, with the service, a peer that the test speaks for, and accounts: the administrator, one who may
 * ask, and one who may nothing. Of the test's thread.
 */
final class CommandLineBed implements AutoCloseable {

    static final String PEER = "peer.montague.lit";
    static final String GONE = "gone.montague.lit";
    static final String READER = "reader@montague.lit";
    static final String READER_PASSWORD = "reader's pässword 0815";
    static final String NOBODY = "nobody@montague.lit";
    static final String NOBODY_PASSWORD = "nobody's password 2357";

    private final LoopbackNetwork network;
    private final XmppServer server;
    private final TestDatabase postgres;
    private final Side side;
    private final Path folder;
    private RawComponent peer;

    private CommandLineBed(LoopbackNetwork network, XmppServer server, TestDatabase postgres, Side side, Path folder) {
        this.network = network;
        this.server = server;
        this.postgres = postgres;
        this.side = side;
        this.folder = folder;
    }

    /** @param settings lines for the server's configuration, in its own language */
    static CommandLineBed start(Path folder, String settings) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        XmppServer server = ServerKind.PROSODY.create(
                ServerPlan.of("montague.lit")
                        .withComponent("buddies.montague.lit", "montague's own 8f2b61")
                        .withComponent(PEER, "the peer's own 3aa9")
                        .withComponent(GONE, "nobody's own 1f0e")
                        .withSettings(settings),
                network,
                folder);
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        CommandLineBed bed = new CommandLineBed(
                network, server, postgres, new Side(server, postgres.createDatabase("montague"), folder), folder);
        try {
            bed.startAll();
        } catch (AssertionError | RuntimeException fault) {
            bed.close();
            throw fault;
        }
        return bed;
    }

    static CommandLineBed start(Path folder) {
        return start(folder, "");
    }

    private void startAll() {
        server.start();
        side.createAdmin();
        server.addUser("reader", READER_PASSWORD);
        server.addUser("nobody", NOBODY_PASSWORD);
        side.startService(side.configuration(server.secret(side.component()))
                .replace("admins =", "readers = [\"" + READER + "\"], admins ="));
        side.awaitReady();
        peer = RawComponent.attach(server, PEER);
    }

    XmppServer server() {
        return server;
    }

    Side side() {
        return side;
    }

    RawComponent peer() {
        return peer;
    }

    /** The administrator's, told by the environment whom to ask, and with what password. */
    Launcher launcher() {
        return new Launcher(
                folder,
                Map.of(
                        "SERVER_ROSTER_AS",
                        "admin@montague.lit",
                        "SERVER_ROSTER_SERVICE",
                        side.component(),
                        "SERVER_ROSTER_SERVER",
                        where(),
                        "SERVER_ROSTER_PASSWORD",
                        Side.ADMIN_PASSWORD),
                List.of(Side.ADMIN_PASSWORD, READER_PASSWORD, NOBODY_PASSWORD));
    }

    /** Where accounts log in, as {@code --server} takes it. */
    String where() {
        return server.address().getHostAddress() + ":" + server.c2sPort();
    }

    @Override
    public void close() {
        assertAll(
                () -> {
                    if (peer != null) {
                        peer.close();
                    }
                },
                side::close,
                postgres::close,
                network::close);
    }
}
