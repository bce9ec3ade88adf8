package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a test started outlives it. */
class OrphanIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Starts one of each kind, says where they listen, and leaves them running. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            LoopbackNetwork network = LoopbackNetwork.open(folder);
            for (ServerKind kind : ServerKind.values()) {
                XmppServer server =
                        kind.create(ServerPlan.of(kind.name().toLowerCase(Locale.ROOT) + ".lit"), network, folder);
                server.start();
                System.out.println("listening " + server.address().getHostAddress() + " " + server.c2sPort());
            }
            TestDatabase database = TestDatabase.start(folder);
            URI url = URI.create(database.createDatabase("roster").url().substring("jdbc:".length()));
            System.out.println("listening " + url.getHost() + " " + url.getPort());
            Thread.currentThread().join();
        }
    }

    @Test
    @DisplayName("When the JVM is killed, its servers and its database end too")
    void everythingEndsWithTheJvm() {
        try (ServiceProcess parent = ServiceProcess.launch(
                Parent.class.getName(),
                System.getProperty("java.class.path"),
                List.of(folder.toString()),
                Map.of(),
                folder)) {
            List<InetSocketAddress> endpoints = List.of(endpoint(parent), endpoint(parent), endpoint(parent));
            assertThat(endpoints).noneMatch(FreePort::isFree);
            parent.kill();
            Await.until(
                    PATIENCE,
                    () -> endpoints.stream().allMatch(FreePort::isFree),
                    () -> "some server still listens: " + endpoints);
        }
    }

    private static InetSocketAddress endpoint(ServiceProcess parent) {
        String[] words = parent.awaitLine("an address", PATIENCE, line -> line.startsWith("listening"))
                .split(" ");
        return new InetSocketAddress(words[1], Integer.parseInt(words[2]));
    }
}
