package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;

/** "Several components in one process, each to its own server, share one database: rows are keyed by local domain." */
class OneProcessIT {

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "Two components of one process, at a Prosody and an ejabberd, subscribe to each other and come back so")
    void twoComponents() throws Exception {
        try (Federation federation = Federation.create(ServerKind.PROSODY, ServerKind.EJABBERD, folder)) {
            Side montague = federation.montague();
            Side capulet = federation.capulet();
            federation.startServers();
            String both = montague.configurationOf(
                    montague.componentPart(montague.secret()) + ", " + capulet.componentPart(capulet.secret()));
            montague.startService(both);
            montague.login();
            capulet.login();
            montague.awaitReady();

            montague.run(Nodes.SUBSCRIBE, capulet);
            capulet.awaitNotice(montague.component() + " asks to subscribe");
            capulet.run(Nodes.APPROVE, montague);
            montague.awaitNotice(capulet.component() + " approved our request");
            capulet.awaitNotice(montague.component() + " approved our request");
            montague.awaitAvailable(capulet, "true");
            capulet.awaitAvailable(montague, "true");

            montague.stopService();
            montague.startService(both);
            montague.awaitReady();
            montague.awaitAvailable(capulet, "true");
            capulet.awaitAvailable(montague, "true");
            assertThat(montague.table().states()).isEqualTo(Map.of(capulet.component(), "Both"));
            try (RosterTable second = montague.tableOf(capulet.component())) {
                assertThat(second.states()).isEqualTo(Map.of(montague.component(), "Both"));
            }
            montague.assertNothingWentWrong();
        }
    }
}
