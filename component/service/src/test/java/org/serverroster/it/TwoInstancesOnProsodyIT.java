package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.it.TwoInstances.Instance;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

@DisplayName("Two instances on Prosody, which allows one connection")
class TwoInstancesOnProsodyIT extends TwoInstancesScenarios {

    TwoInstancesOnProsodyIT() {
        super(ServerKind.PROSODY);
    }

    @Override
    List<Instance> startBoth() {
        Instance first = world().startInstance();
        world().awaitReady(first);
        Instance second = world().startInstance();
        awaitStandby(second);
        return List.of(first, second);
    }

    @Override
    void afterKill() {
        // Nothing: the other is there.
    }

    private static void awaitStandby(Instance instance) {
        Await.until(Side.PATIENCE, () -> instance.meter("server_roster_stream_standby") == 1, instance::log);
    }

    @Test
    @DisplayName(
            "\"The second stands by on conflict and takes over when the first dies\"; meanwhile its copy is current")
    void standsByAndTakesOver() {
        List<Instance> both = startBoth();
        Instance first = both.get(0);
        Instance second = both.get(1);
        Side side = world().side();
        for (int n = 1; n <= 3; n++) {
            side.run(Nodes.BLOCK, "p" + n + ".lit", Map.of("ignore", List.of("true")));
            second.awaitMeter("server_roster_items", n);
        }
        assertThat(second.meter("server_roster_catch_ups_total")).isPositive();
        Await.until(
                Side.PATIENCE,
                () -> second.meter("server_roster_stream_ends_total") >= 4,
                () -> "it tries again now and then\n" + second.log());
        assertThat(second.printed("stands by: conflict: another instance is attached"))
                .isEqualTo(1);
        assertThat(second.health().ready().body()).contains("another instance is attached");
        assertThat(first.isReady()).isTrue();

        // A command that was begun with one instance and goes on with the other.
        try (RawPeer peer = RawPeer.attach(side, TwoInstances.PEER);
                Decisions admin = Decisions.begin(peer, 0)) {
            String session = open(admin);
            first.process().kill();
            world().awaitReady(second);
            assertThat(second.printed(": attached to")).isEqualTo(1);
            assertThat(admin.ask(complete(session)).toString()).contains("bad-sessionid", "Begin anew");
        }
        assertThat(side.run(Nodes.BLOCK, "p4.lit", Map.of("ignore", List.of("true"))))
                .contains("p4.lit");

        Instance third = world().startInstance();
        awaitStandby(third);
        third.awaitMeter("server_roster_items", 4);
        assertThat(second.process().stop()).isEqualTo(143);
        world().awaitReady(third);
    }

    private static String open(Decisions admin) {
        Stanza form = admin.ask("<command xmlns='http://jabber.org/protocol/commands' node='%s' action='execute'/>"
                .formatted(Nodes.BLOCK));
        return form.find("command", "http://jabber.org/protocol/commands")
                .orElseThrow()
                .getAttribute("sessionid");
    }

    private static String complete(String session) {
        return Forms.command(Nodes.BLOCK, Map.of("peerjid", "p4.lit", "ignore", "true"))
                .replace(" action='execute'", " action='complete' sessionid='" + session + "'");
    }
}
