package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/** A server, the service, and one or more of its peers that say what the test wants them to say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RawPeerWorld {

    static final String PEER = "peer.montague.lit";
    static final String INTERNATIONAL = "bücher.montague.lit";

    private final ServerKind kind;
    private OneServer world;
    private Side montague;
    private RawPeer peer;

    RawPeerWorld(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.withQuietLog(kind, folder, PEER, INTERNATIONAL, "flood.montague.lit")
                .start();
        montague = world.montague();
    }

    @AfterAll
    void stop() {
        if (world != null) {
            // XEP-0114, 3: whoever breaks "the 'from' attribute MUST match the hostname" loses the stream: nothing here
            // made us do so.
            assertThat(montague.service().output()).noneMatch(line -> line.contains("detached"));
            world.close();
            montague.assertNothingWentWrong();
        }
    }

    Side montague() {
        return montague;
    }

    RawPeer peer() {
        return peer;
    }

    @BeforeEach
    void attach() throws Exception {
        montague.admin().received().clear();
        peer = RawPeer.attach(montague, PEER);
        assertThat(montague.table().states()).isEmpty();
    }

    /** The peer's stream is gone; it comes back. */
    void attachAgain() {
        peer.close();
        peer = RawPeer.attach(montague, PEER);
    }

    @AfterEach
    void forget() throws Exception {
        attachAgain();
        for (String known : montague.table().states().keySet()) {
            montague.run(Nodes.UNSUBSCRIBE, known, Map.of());
            montague.run(Nodes.BLOCK, known, Map.of());
        }
        // It is heard, so what it is still owed comes now and not in the next scenario.
        peer.component().ping(montague.component(), Side.PATIENCE);
        montague.table().awaitNothingOwedTo(PEER);
        peer.close();
    }

    String awaitMessageError() {
        return peer.component()
                .received()
                .await("message error", Side.PATIENCE, stanza -> stanza.is("message", "error", montague.component()))
                .errorCondition();
    }

    void assertNothingStored() throws Exception {
        // Answered by the thread that writes the roster: what came before this has been decided.
        montague.run(Nodes.BLOCK, PEER, Map.of());
        assertThat(montague.table().states()).isEmpty();
    }
}
