package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promise that every other test stands on: components of two real servers reach each other by name. */
class FederationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} - {1}")
    @CsvSource({"PROSODY, PROSODY", "PROSODY, EJABBERD", "EJABBERD, EJABBERD"})
    @DisplayName("Components on two servers exchange stanzas, also after either server has restarted")
    void componentsReachEachOther(ServerKind here, ServerKind there) {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer montague = here.create(
                        ServerPlan.of("montague.lit").withComponent("buddies.montague.lit", "romeo's \"\\secret"),
                        network,
                        folder);
                XmppServer capulet = there.create(
                        ServerPlan.of("capulet.lit").withComponent("peer.capulet.lit", "juliet"), network, folder)) {
            montague.start();
            capulet.start();
            try (RawComponent romeo = RawComponent.attach(montague, "buddies.montague.lit");
                    RawComponent juliet = RawComponent.attach(capulet, "peer.capulet.lit")) {
                exchange(romeo, juliet);
            }
            montague.restart();
            try (RawComponent romeo = RawComponent.attach(montague, "buddies.montague.lit");
                    RawComponent juliet = RawComponent.attach(capulet, "peer.capulet.lit")) {
                exchange(juliet, romeo);
                capulet.kill();
            }
            capulet.start();
            try (RawComponent romeo = RawComponent.attach(montague, "buddies.montague.lit");
                    RawComponent juliet = RawComponent.attach(capulet, "peer.capulet.lit")) {
                exchange(romeo, juliet);
            }
        }
    }

    private static void exchange(RawComponent first, RawComponent second) {
        request(first, second);
        request(second, first);
    }

    /** A server that could not reach another bounces for a moment longer, so this asks until it is heard. */
    private static void request(RawComponent asking, RawComponent asked) {
        Await.until(
                PATIENCE,
                () -> {
                    asking.received().clear();
                    asking.send("<presence type='subscribe' from='%s' to='%s'><status>please</status></presence>"
                            .formatted(asking.domain(), asked.domain()));
                    Await.until(
                            PATIENCE,
                            () -> has(asking) || has(asked),
                            () -> "neither the request at " + asked.domain() + " nor an error back");
                    return has(asked);
                },
                () -> "only errors: " + asking.received().contents());
        Stanza heard = asked.received().next(PATIENCE);
        assertThat(heard.is("presence", "subscribe", asking.domain())).isTrue();
        assertThat(heard.text("status")).isEqualTo("please");
    }

    private static boolean has(RawComponent component) {
        return !component.received().contents().isEmpty();
    }
}
