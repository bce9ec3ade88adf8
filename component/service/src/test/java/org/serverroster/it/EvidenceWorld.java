package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * montague.lit and capulet.lit, each with its service, which name who answers for them; capulet.lit has chat rooms of the
 * server's own too. Of the test's thread.
 */
final class EvidenceWorld implements AutoCloseable {

    /** A component of the other server that answers for itself, and keeps no server roster. */
    static final String ROOMS = "rooms.capulet.lit";

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side montague;
    private final Side capulet;

    private EvidenceWorld(LoopbackNetwork network, TestDatabase postgres, Side montague, Side capulet) {
        this.network = network;
        this.postgres = postgres;
        this.montague = montague;
        this.capulet = capulet;
    }

    /** Starts all of it; returns when both services are ready and both administrators logged in. */
    static EvidenceWorld start(ServerKind here, ServerKind there, Path folder) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        XmppServer first = here.create(
                ServerPlan.of("montague.lit").withComponent("buddies.montague.lit", "montague's own 8f2b61"),
                network,
                folder);
        XmppServer second = there.create(
                ServerPlan.of("capulet.lit")
                        .withComponent("buddies.capulet.lit", "capulet's own 77e0d3")
                        .withSettings(
                                there == ServerKind.PROSODY
                                        ? "Component \"%s\" \"muc\"".formatted(ROOMS)
                                        : "mod_muc: {host: %s}".formatted(ROOMS)),
                network,
                folder);
        network.name(ROOMS, second.address());
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        EvidenceWorld world = new EvidenceWorld(
                network,
                postgres,
                new Side(first, postgres.createDatabase("montague"), folder.resolve("montague")),
                new Side(second, postgres.createDatabase("capulet"), folder.resolve("capulet")));
        try {
            world.startAll();
        } catch (AssertionError | RuntimeException fault) {
            world.close();
            throw fault;
        }
        return world;
    }

    private void startAll() {
        for (Side side : new Side[] {montague, capulet}) {
            side.server().start();
            side.createAdmin();
            side.startService(side.configuration(side.secret())
                    .replace(
                            "admins = [",
                            "contact { abuse = [\"mailto:abuse@%1$s\"], admin = [\"xmpp:admin@%1$s\"] }, admins = ["
                                    .formatted(side.server().domain())));
        }
        for (Side side : new Side[] {montague, capulet}) {
            side.login();
            side.awaitReady();
        }
    }

    Side montague() {
        return montague;
    }

    Side capulet() {
        return capulet;
    }

    @Override
    public void close() {
        assertAll(montague::close, capulet::close, postgres::close, network::close);
    }
}
