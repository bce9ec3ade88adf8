package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.it.TwoInstances.Instance;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.ServerKind;

@DisplayName("Two instances on ejabberd, where several may attach")
class TwoInstancesOnEjabberdIT extends TwoInstancesScenarios {

    private static final int MOST_CLIENTS = 30;

    TwoInstancesOnEjabberdIT() {
        super(ServerKind.EJABBERD);
    }

    @Override
    List<Instance> startBoth() {
        List<Instance> both = List.of(world().startInstance(), world().startInstance());
        both.forEach(world()::awaitReady);
        return both;
    }

    /** ejabberd keeps the place of a connection that is gone, and drops what it brings there: see the README. */
    @Override
    void afterKill() {
        world().startInstance();
    }

    @Test
    @DisplayName(
            "\"Both work side by side on one database\": each takes some of the clients, and knows what the other did")
    void sideBySide() {
        List<Instance> both = startBoth();
        Side side = world().side();
        int items = 0;
        // Which instance a client is brought to is the server's choice.
        while (both.stream().anyMatch(instance -> instance.printed(" blocks ") == 0)) {
            items++;
            assertThat(items).as("clients that are all brought to one instance").isLessThan(MOST_CLIENTS);
            decide(side, "client" + items, "p" + items + ".lit");
            TwoInstances.awaitSameRoster(both, items);
        }

        try (RawPeer peer = RawPeer.attach(side, TwoInstances.PEER)) {
            peer.presence("subscribe");
            side.awaitNotice("asks to subscribe");
            items++;
            TwoInstances.awaitSameRoster(both, items);
            assertThat(side.run(Nodes.APPROVE, TwoInstances.PEER, Map.of())).contains("is approved");
            peer.awaitPresence("subscribed");
            peer.awaitPresence("subscribe");
            peer.awaitPresence("");

            // One leaves in order and says that the domain is unavailable; the other sets that right.
            Instance leaving = both.get(0);
            Instance staying = both.get(1);
            assertThat(leaving.process().stop()).isEqualTo(143);
            peer.awaitPresence("unavailable");
            peer.awaitPresence("");
            assertThat(staying.printed("another instance has left")).isEqualTo(1);
            assertThat(staying.isReady()).isTrue();
            Instance again = world().startInstance();
            world().awaitReady(again);
            assertThat(side.chat("roster")).contains(TwoInstances.PEER);
        }
    }

    private static void decide(Side side, String resource, String peer) {
        try (AdminClient client = AdminClient.connect(side.server(), Side.ADMIN, Side.ADMIN_PASSWORD, resource)) {
            assertThat(client.request(
                                    "set",
                                    side.component(),
                                    Forms.command(Nodes.BLOCK, Map.of("peerjid", peer, "ignore", "true")))
                            .toString())
                    .contains("completed");
        }
    }
}
