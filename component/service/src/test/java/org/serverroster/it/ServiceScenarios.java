package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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

/** How the process starts and ends, and what it tells its operator, with a server and a database that come and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServiceScenarios {

    static final String PEER = "peer.montague.lit";
    static final String WRONG_SECRET = "not montague's c0ffee99";
    private static final Duration ORDERLY_STOP = Duration.ofSeconds(10);
    static final int SIGTERM = 128 + 15;

    private final ServerKind kind;
    private Path folder;
    private OneServer world;
    private Side montague;

    ServiceScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void create(@TempDir Path folder) {
        this.folder = folder;
        world = OneServer.create(kind, folder, PEER);
        montague = world.montague();
        montague.server().start();
        montague.createAdmin();
        montague.login();
    }

    @AfterAll
    void close() {
        if (world != null) {
            world.close();
        }
    }

    @AfterEach
    void tellNoSecret() {
        montague.service().close();
        Secrets.assertNotIn(montague.printed(), OneServer.SECRET, WRONG_SECRET, Side.DATABASE_PASSWORD);
    }

    @BeforeEach
    void revive() {
        if (!world.postgres().running()) {
            world.postgres().start();
        }
        if (!montague.server().running()) {
            montague.server().start();
            montague.login();
        }
    }

    /** What the operator is to learn of a domain that the server does not have as a component. */
    abstract String unknownDomainInWords();

    Path folder() {
        return folder;
    }

    OneServer world() {
        return world;
    }

    Side montague() {
        return montague;
    }

    @Test
    @DisplayName("Database, server and secret may come in any order: the page and the log say what is missing, and why")
    void comesUp() {
        world.postgres().stop();
        montague.server().stop();
        montague.startService();
        assertThat(montague.health().awaitNotReady("database").body())
                .contains("\"stream buddies.montague.lit\", \"ok\": false, \"why\": \"waits for the database\"");
        assertThat(montague.health().get("/health/live").status()).isEqualTo(200);

        world.postgres().start();
        assertThat(montague.health().awaitNotReady("nothing listens").body())
                .contains("{\"name\": \"database\", \"ok\": true");

        montague.server().changeSecret(montague.component(), WRONG_SECRET);
        montague.server().start();
        montague.health().awaitNotReady("not-authorized");
        montague.service()
                .awaitLine(
                        "the secret", Side.PATIENCE, line -> line.contains("make the secret the same here and there"));

        montague.server().changeSecret(montague.component(), OneServer.SECRET);
        montague.server().restart();
        montague.awaitReady();
        montague.login();
    }

    @Test
    @DisplayName("The domain is not configured there, and the operator is told so")
    void unknownDomain() {
        montague.startService(montague.configuration(OneServer.SECRET)
                .replace("\"" + montague.component() + "\"", "\"stranger.montague.lit\""));
        montague.service()
                .awaitLine(
                        "what to do",
                        Side.PATIENCE,
                        line -> line.contains("stranger.montague.lit") && line.contains(unknownDomainInWords()));
        montague.health().awaitNotReady(unknownDomainInWords());
    }

    @Test
    @DisplayName("\"On an orderly stop: unavailable to every From and Both, before the stream closes\"")
    void stopsInOrder() {
        montague.startService();
        montague.awaitReady();
        try (RawPeer peer = RawPeer.attach(montague, PEER)) {
            subscribe(peer);
            assertThat(terminated()).isEqualTo(SIGTERM);
            assertThat(peer.awaitPresence("unavailable").from()).isEqualTo(montague.component());
            assertThat(montague.service().output()).last().asString().endsWith("server-roster ends in order");

            // And the next process says that it is here.
            montague.startService();
            assertThat(peer.awaitPresence("").from()).isEqualTo(montague.component());
            montague.awaitReady();
            montague.chat("block " + PEER);
        }
    }

    void subscribe(RawPeer peer) {
        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        montague.run(Nodes.APPROVE, PEER, Map.of());
        peer.awaitPresence("subscribed");
        peer.awaitPresence("");
    }

    /** Sends SIGTERM, which gives as long as Docker does before it kills. */
    int terminated() {
        assertThat(ProcessHandle.of(montague.service().pid()).orElseThrow().destroy())
                .isTrue();
        return montague.service().awaitExit(ORDERLY_STOP);
    }
}
