package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.Stanza;

/** A domain that is served according to the service's configuration, at a server of the kind given without the bridge. */
abstract class MissingBridge {

    private static final String PEER = "peer.montague.lit";

    private final ServerKind kind;

    MissingBridge(ServerKind kind) {
        this.kind = kind;
    }

    @Test
    @DisplayName(
            "\"Without the bridge the program notices and says in the log, in /health/ready and to admins exactly what"
                    + " is missing\"; its component's own roster works; the bridge is found when it is there")
    void isMissingAndThenThere(@TempDir Path folder) throws Exception {
        try (OneServer world = OneServer.serving(kind, folder, this::configured, PEER)) {
            Side side = world.montague();
            side.server().start();
            side.createAdmin();
            side.login();
            side.startService();

            for (String missing : saysWhatIsMissing(side)) {
                assertThat(missing)
                        .contains(
                                "montague.lit does not announce urn:xmpp:server-presence: load mod_server_roster for it",
                                "Prosody, in VirtualHost \"montague.lit\": modules_enabled = { \"server_roster\" }",
                                "server_roster_component = \"buddies.montague.lit\"",
                                "mod_server_roster: {component: buddies.montague.lit}");
            }
            ownRosterWorks(side);
            assertThat(side.service().output()).noneMatch(line -> line.contains("detached"));
            assertThat(side.notices()).isEmpty();

            side.server().stop();
            side.health().awaitNotReady("stream buddies.montague.lit\", \"ok\": false");
            side.server().installBridge(side.component());
            side.server().start();
            side.login();
            side.awaitReady();
            assertThat(side.awaitNotice("The bridge of montague.lit is there").text("body"))
                    .contains("There is nothing more for you to do.");
            assertThat(side.service().output())
                    .anyMatch(line -> line.contains("montague.lit: the server's bridge is there"));
            approvesInItsOwnName(side);
            side.assertNothingWentWrong();
        }
    }

    private ServerPlan configured(ServerPlan plan) {
        return kind == ServerKind.EJABBERD ? plan.withSettings("mod_offline: {}") : plan;
    }

    /** In the message to the administrator, on the page and in the log. */
    private static String[] saysWhatIsMissing(Side side) {
        Stanza told = side.awaitNotice("The server roster of montague.lit does not work yet");
        String page = side.health()
                .awaitNotReady("\"bridge montague.lit\", \"ok\": false")
                .body();
        assertThat(page).contains("{\"name\": \"stream buddies.montague.lit\", \"ok\": true");
        String logged = side.service()
                .awaitLine(
                        "what is missing",
                        Side.PATIENCE,
                        line -> line.contains("montague.lit: nothing leaves in its name"));
        return new String[] {told.text("body"), page.replace("\\\"", "\""), logged};
    }

    private static void ownRosterWorks(Side side) throws Exception {
        try (RawPeer peer = RawPeer.attach(side, PEER)) {
            peer.presence("subscribe");
            side.tableOf(side.component()).awaitState(PEER, "None + Pending In");
            side.admin().run(side.component(), Nodes.APPROVE, Map.of("peerjid", List.of(PEER)));
            peer.awaitPresence("subscribed");
        }
    }

    private static void approvesInItsOwnName(Side side) {
        try (RawPeer peer = RawPeer.attach(side, PEER)) {
            peer.presence("subscribe", PEER, side.address(), "");
            side.awaitNotice(PEER + " asks to subscribe to montague.lit");
            side.run(Nodes.APPROVE, PEER, Map.of());
            peer.component()
                    .received()
                    .await("approval", Side.PATIENCE, stanza -> stanza.is("presence", "subscribed", side.address()));
        }
    }
}
