package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.hostile.HostileCase;
import org.serverroster.testbed.ServerKind;

/** The hostile corpus as a peer of a real server sends it: what the server lets through, the service survives. */
abstract class HostileScenarios extends RawPeerWorld {

    /**
     * What is larger does not reach the service: a server ends the stream for it or takes its time to read it, and ejabberd
     * 23.01 ends as a whole (SIGSEGV) when it is to pass on elements that are nested ten thousand deep.
     */
    private static final long SENT_TO_A_SERVER = 60_000;

    HostileScenarios(ServerKind kind) {
        super(kind);
    }

    /** Not what is no XML at all, which no server can pass on. */
    private static boolean mayPass(HostileCase hostile) {
        return hostile.size() < SENT_TO_A_SERVER && !hostile.expected().contains("not-well-formed");
    }

    @Test
    @DisplayName(
            "\"No input ends the process, blocks the roster thread, changes a state that it may not change, or gets"
                    + " another's data\"")
    void corpus() throws Exception {
        try (RawPeer honest = RawPeer.attach(montague(), "flood.montague.lit")) {
            for (HostileCase hostile : HostileCase.all()) {
                if (mayPass(hostile)) {
                    survives(hostile, honest);
                }
            }
        }
    }

    private void survives(HostileCase hostile, RawPeer honest) throws Exception {
        byte[] bytes = hostile.bytes(PEER, montague().component(), "hostile-" + hostile.name());
        if (!peer().component().trySend(bytes)) {
            // The server ended the stream for this one or the one before.
            attachAgain();
            peer().component().trySend(bytes);
        }
        assertThat(honest.component()
                        .ping(montague().component(), Side.PATIENCE)
                        .type())
                .as(hostile.name())
                .isEqualTo("result");
        // Answered by the thread that writes the roster: what came before this has been decided.
        assertThat(montague().run(Nodes.BLOCK, "nobody.lit", Map.of()))
                .as(hostile.name())
                .contains("Nothing to do");
        // A server may make a request of it as any peer may send one: it drops what it does not understand.
        assertThat(montague().table().states()).as(hostile.name()).isIn(Map.of(), Map.of(PEER, "None + Pending In"));
        assertThat(montague().service().running()).as(hostile.name()).isTrue();
        assertThat(peer().rest())
                .as(hostile.name())
                .allSatisfy(stanza -> assertThat(stanza.toString()).doesNotContain("trusted=", "subscription="));
    }
}
