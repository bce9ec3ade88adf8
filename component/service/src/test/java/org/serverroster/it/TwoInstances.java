package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.FreePort;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase;

/**
 * One server, one database, and two processes of the service with the same component domain. Another component plays the
 * peer. Of the test's thread.
 */
final class TwoInstances implements AutoCloseable {

    static final String PEER = "peer.montague.lit";

    /** One of the two processes. */
    record Instance(ServiceProcess process, HealthPage health) {

        boolean isReady() {
            return health.ready().status() == 200;
        }

        /** A meter of the component's; 0 where it has not counted yet. */
        double meter(String name) {
            Matcher line = Pattern.compile("(?m)^" + name + "\\{[^}]*\\} (\\S+)$")
                    .matcher(health.get("/metrics").body());
            double sum = 0;
            while (line.find()) {
                sum += Double.parseDouble(line.group(1));
            }
            return sum;
        }

        void awaitMeter(String name, double value) {
            Await.until(
                    Side.PATIENCE,
                    () -> meter(name) == value,
                    () -> name + " is " + meter(name) + ", not " + value + "\n" + log());
        }

        long printed(String words) {
            return process.output().stream()
                    .filter(line -> line.contains(words))
                    .count();
        }

        String log() {
            return String.join("\n", process.output());
        }
    }

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side side;

    private TwoInstances(LoopbackNetwork network, TestDatabase postgres, Side side) {
        this.network = network;
        this.postgres = postgres;
        this.side = side;
    }

    /** Starts all but the service. */
    static TwoInstances create(ServerKind kind, Path folder) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        ServerPlan plan = ServerPlan.of("montague.lit")
                .withComponent("buddies.montague.lit", OneServer.SECRET)
                .withComponent(PEER, "secret of " + PEER)
                .withConnections("buddies.montague.lit", 2);
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        Side side =
                new Side(kind.create(plan, network, folder), postgres.createDatabase("montague"), folder.resolve("m"));
        TwoInstances world = new TwoInstances(network, postgres, side);
        try {
            side.server().start();
            side.createAdmin();
            side.login();
        } catch (AssertionError | RuntimeException fault) {
            world.close();
            throw fault;
        }
        return world;
    }

    Side side() {
        return side;
    }

    /** Starts one more process, which has read its configuration when this returns. */
    Instance startInstance() {
        int port = FreePort.onLoopback();
        side.startService(
                side.configuration(OneServer.SECRET)
                        .replace("admins = [", "admins = [" + Decisions.ADMINS + ", ")
                        .replaceAll("listen = \"[^\"]*\"", "listen = \"127.0.0.1:" + port + "\""),
                Map.of());
        Instance instance = new Instance(side.service(), new HealthPage(port));
        Await.until(
                Side.PATIENCE,
                () -> instance.health().get("/health/live").status() == 200,
                () -> "it does not live\n" + instance.log());
        return instance;
    }

    void awaitReady(Instance instance) {
        Await.until(
                Side.PATIENCE,
                instance::isReady,
                () -> "not ready: " + instance.health().ready() + "\n" + instance.log());
    }

    static void awaitSameRoster(List<Instance> instances, int items) {
        instances.forEach(instance -> instance.awaitMeter("server_roster_items", items));
    }

    @Override
    public void close() {
        assertAll(side::close, postgres::close, network::close);
    }
}
