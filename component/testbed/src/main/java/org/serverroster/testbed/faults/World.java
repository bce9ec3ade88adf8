package org.serverroster.testbed.faults;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/** All that runs, but for the administrators. Stopped in the reverse order of its start, whatever was started. One thread. */
final class World implements AutoCloseable {

    private static final List<String> DOMAINS = List.of("montague.lit", "capulet.lit");

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Site> sites = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    /** Starts all of it; on a failure what was started is stopped by {@link #close}. */
    void start(Settings settings, Path folder, Services services, Progress progress) {
        LoopbackNetwork network = LoopbackNetwork.open(folder.resolve("network"));
        running.push(network);
        List<XmppServer> servers = new ArrayList<>();
        List<List<String>> components = new ArrayList<>();
        for (int side = 0; side < DOMAINS.size(); side++) {
            String domain = DOMAINS.get(side);
            List<String> names = IntStream.rangeClosed(1, settings.components())
                    .mapToObj(number -> "buddies%d.%s".formatted(number, domain))
                    .toList();
            ServerPlan plan = ServerPlan.of(domain);
            for (String name : names) {
                plan = plan.withComponent(name, secret());
            }
            // All are named before the first one starts and reads the names.
            servers.add(settings.servers().get(side).create(plan, network, folder.resolve("servers")));
            components.add(names);
        }
        for (int side = 0; side < DOMAINS.size(); side++) {
            String domain = DOMAINS.get(side);
            TestDatabase postgres = TestDatabase.start(folder.resolve("database of " + domain));
            running.push(postgres);
            Site site = new Site(
                    servers.get(side),
                    postgres,
                    components.get(side),
                    folder.resolve("service of " + domain),
                    services,
                    secret());
            running.push(site);
            sites.add(site);
            site.start();
            progress.say("%s runs with %d components, at %s"
                    .formatted(domain, settings.components(), settings.servers().get(side)));
        }
        sites.forEach(Site::awaitReady);
    }

    /** Both sides. */
    List<Site> sites() {
        return List.copyOf(sites);
    }

    /** To be stopped before all that runs so far. */
    void remember(AutoCloseable more) {
        running.push(more);
    }

    @Override
    public void close() {
        AssertionError failure = null;
        while (!running.isEmpty()) {
            AutoCloseable next = running.pop();
            try {
                next.close();
            } catch (Exception | AssertionError fault) {
                failure = failure == null
                        ? new AssertionError(
                                "Did not stop in order: " + next.getClass().getSimpleName(), fault)
                        : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private String secret() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
