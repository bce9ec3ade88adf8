package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;

/** Two virtual hosts of one Prosody, for which one component speaks. */
class SeveralServedDomainsIT {

    private static final String SECOND = "mantua.lit";
    private static final String DESK_OF_SECOND = "mantua.lit@buddies.montague.lit";
    private static final String UNLOAD = "http://prosody.im/protocol/modules#unload";
    private static final String READER = "reader.montague.lit";

    @Test
    @DisplayName(
            "\"Several served domains a component (virtual hosts)\": each with a roster, commands and notices of its"
                    + " own; they may subscribe to each other; a bridge that is taken out is missed, the other goes on")
    void twoVirtualHosts(@TempDir Path folder) throws Exception {
        try (OneServer world = OneServer.serving(ServerKind.PROSODY, folder, this::withSecond, READER)) {
            Side side = world.montague();
            side.server().start();
            side.createAdmin();
            side.login();
            side.startService(side.configuration(side.secret())
                    .replace("serves = [\"montague.lit\"]", "serves = [\"montague.lit\", \"mantua.lit\"]"));
            side.awaitReady();
            assertThat(side.health().ready().body()).contains("\"bridge montague.lit\"", "\"bridge mantua.lit\"");

            side.run(Nodes.SUBSCRIBE, SECOND, Map.of());
            assertThat(side.admin()
                            .awaitMessage(
                                    DESK_OF_SECOND, "asks to be one of the servers that mantua.lit", Side.PATIENCE)
                            .text("body"))
                    .contains("write to mantua.lit@buddies.montague.lit: approve montague.lit");
            side.admin().run(SECOND, Nodes.APPROVE, Map.of("peerjid", List.of("montague.lit")));
            side.awaitNotice("mantua.lit approved our request");

            side.table().awaitState(SECOND, "Both");
            try (RosterTable second = side.tableOf(SECOND)) {
                second.awaitState("montague.lit", "Both");
            }
            try (RawComponent reader = RawComponent.attach(side.server(), READER)) {
                assertThat(RawReader.item(new RawReader(reader, "montague.lit").roster(null)))
                        .isEqualTo("mantua.lit both");
                assertThat(RawReader.item(new RawReader(reader, SECOND).roster(null)))
                        .isEqualTo("montague.lit both");
            }
            assertThat(side.service().output()).noneMatch(line -> line.contains("detached"));
            side.assertNothingWentWrong();

            // Prosody grants every request in our place once the module is gone: a page that says "ready" would be
            // wrong.
            side.admin().run(SECOND, UNLOAD, Map.of("modules", List.of("server_roster")));
            assertThat(side.health()
                            .awaitNotReady("\"bridge mantua.lit\", \"ok\": false")
                            .body())
                    .contains("mantua.lit does not announce", "\"bridge montague.lit\", \"ok\": true");
            side.admin().awaitMessage(DESK_OF_SECOND, "Something is missing in the server", Side.PATIENCE);
            assertThat(side.service().output()).noneMatch(line -> line.contains("detached"));
        }
    }

    private ServerPlan withSecond(ServerPlan plan) {
        return plan.withBridge("buddies.montague.lit").withSettings("""
                VirtualHost "mantua.lit"
                modules_enabled = { "server_roster", "admin_adhoc" }
                admins = { "admin@montague.lit" }
                server_roster_component = "buddies.montague.lit"
                """);
    }
}
