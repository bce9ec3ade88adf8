package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.hostile.HostileCase;
import org.serverroster.testbed.ServerKind;

/** The hostile corpus as a peer of a real server sends it: what the server lets through, the service survives. */
abstract class HostileScenarios extends RawPeerWorld {

    /** Servers end a stream long before that. */
    private static final long SENT_TO_A_SERVER = 2_000_000;

    HostileScenarios(ServerKind kind) {
        super(kind);
    }

    static List<HostileCase> corpus() {
        return HostileCase.all().stream()
                .filter(hostile -> hostile.size() < SENT_TO_A_SERVER)
                .toList();
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName(
            "\"No input ends the process, blocks the roster thread, changes a state that it may not change, or gets"
                    + " another's data\"")
    void corpus(HostileCase hostile) throws Exception {
        Map<String, String> events = montague().table().events();
        peer().component().trySend(hostile.bytes(PEER, montague().component(), "hostile-1"));
        // Where the server ended the peer's stream for it, the peer is back at once.
        try (RawPeer honest = RawPeer.attach(montague(), "flood.montague.lit")) {
            assertThat(honest.component()
                            .ping(montague().component(), Side.PATIENCE)
                            .type())
                    .isEqualTo("result");
        }
        assertNothingStored();
        assertThat(montague().table().events()).isEqualTo(events);
        assertThat(montague().service().running()).isTrue();
        assertThat(peer().rest())
                .allSatisfy(stanza -> assertThat(stanza.toString()).doesNotContain("trusted=", "subscription="));
    }
}
