package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

@DisplayName("Many servers ask at once")
class BurstOfRequestsIT {

    private static final int SERVERS = 200;

    /** The digest comes a minute after the first. */
    private static final Duration DIGEST = Duration.ofSeconds(120);

    @Test
    @DisplayName("A burst of requests becomes one digest, an admin is never told twice, and #pending has all of them")
    void one_digest(@TempDir Path folder) {
        try (AdminWorld one = AdminWorld.start(ServerKind.PROSODY, folder);
                RawComponent crowd = one.crowd()) {
            Side side = one.side();
            for (int twice = 0; twice < 2; twice++) {
                for (int i = 0; i < SERVERS; i++) {
                    crowd.send("<presence type='subscribe' from='p%03d.%s' to='%s'/>"
                            .formatted(i, AdminWorld.CROWD, side.component()));
                }
            }

            Stanza digest = side.admin()
                    .received()
                    .await(
                            "digest",
                            DIGEST,
                            stanza -> stanza.name().equals("message")
                                    && stanza.text("subject").contains("servers ask to subscribe"));

            assertThat(digest.text("subject")).startsWith("197 servers ask");
            assertThat(digest.text("body"))
                    .contains("p003.crowd.lit", "p022.crowd.lit")
                    .doesNotContain("p023.crowd.lit");
            // Each is told once the peer was asked what it is, and the answers come in any order.
            assertThat(side.notices())
                    .containsExactlyInAnyOrder(
                            "p000.crowd.lit asks to subscribe to buddies.montague.lit",
                            "p001.crowd.lit asks to subscribe to buddies.montague.lit",
                            "p002.crowd.lit asks to subscribe to buddies.montague.lit");
            Stanza pending = side.admin()
                    .request(
                            "set",
                            side.component(),
                            "<command xmlns='http://jabber.org/protocol/commands' node='%s' action='complete'/>"
                                    .formatted(Nodes.PENDING));
            assertThat(pending.findAll("item", "jabber:x:data")).hasSize(SERVERS);
        }
    }
}
