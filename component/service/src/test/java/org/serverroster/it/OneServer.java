package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;

/**
 * One server, montague.lit, whose service and database are there too; nothing but the database runs before it is started.
 * Of the test's thread.
 */
final class OneServer implements AutoCloseable {

    static final String SECRET = "montague's own 8f2b61";

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side montague;

    private OneServer(LoopbackNetwork network, TestDatabase postgres, Side montague) {
        this.network = network;
        this.postgres = postgres;
        this.montague = montague;
    }

    /** @param peers the server's other components, for a test that wants to say each stanza itself */
    static OneServer create(ServerKind kind, Path folder, String... peers) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        ServerPlan plan = ServerPlan.of("montague.lit").withComponent("buddies.montague.lit", SECRET);
        for (String peer : peers) {
            plan = plan.withComponent(peer, "secret of " + peer);
        }
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        Side montague =
                new Side(kind.create(plan, network, folder), postgres.createDatabase("montague"), folder.resolve("m"));
        return new OneServer(network, postgres, montague);
    }

    /** Starts all of it; returns when the service is ready and the administrator logged in. */
    OneServer start() {
        montague.startService();
        montague.server().start();
        montague.createAdmin();
        montague.login();
        montague.awaitReady();
        return this;
    }

    Side montague() {
        return montague;
    }

    TestDatabase postgres() {
        return postgres;
    }

    @Override
    public void close() {
        assertAll(montague::close, postgres::close, network::close);
    }
}
