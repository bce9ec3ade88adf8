package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.it.TwoInstances.Instance;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

/** Two processes with one component domain, on one server and one database. */
abstract class TwoInstancesScenarios {

    private static final int EACH = 60;
    private static final int ALL = 4 * EACH;
    private static final Duration LOAD = Duration.ofSeconds(180);

    private final ServerKind kind;
    private TwoInstances world;

    TwoInstancesScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void create(@TempDir Path folder) {
        world = TwoInstances.create(kind, folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    TwoInstances world() {
        return world;
    }

    /** Starts both; returns when each does what it is there for. */
    abstract List<Instance> startBoth();

    /** What an operator has done when an instance was killed. */
    abstract void afterKill();

    @Test
    @DisplayName(
            "\"Tested with two processes, kill -9 of the active one under load\": no decision that was confirmed is"
                    + " lost, and each was made once")
    void killedUnderLoad() throws SQLException {
        List<Instance> both = startBoth();
        Side side = world.side();
        try (RawPeer peer = RawPeer.attach(side, TwoInstances.PEER)) {
            peer.presence("subscribe");
            side.awaitNotice("asks to subscribe");
            killUnderLoad(both, peer);
        }
    }

    private void killUnderLoad(List<Instance> both, RawPeer peer) throws SQLException {
        Side side = world.side();
        try (Decisions decisions = Decisions.begin(peer, EACH)) {
            Await.until(LOAD, () -> decisions.confirmed().size() >= EACH, () -> "too few decisions");

            Instance active =
                    both.get(0).printed(" blocks ") >= both.get(1).printed(" blocks ") ? both.get(0) : both.get(1);
            Instance other = active == both.get(0) ? both.get(1) : both.get(0);
            active.process().kill();
            Set<String> before = decisions.confirmed();
            afterKill();

            Await.until(LOAD, decisions::done, () -> decisions.confirmed().size() + " decided\n" + other.log());
            assertThat(decisions.confirmed()).hasSize(ALL).containsAll(before);
            world.awaitReady(other);
            // The peer's request outlived the process that took it, and its approval reaches the peer.
            assertThat(side.run(Nodes.APPROVE, TwoInstances.PEER, Map.of())).contains("is approved");
            peer.awaitPresence("subscribed");

            Set<String> expected = new TreeSet<>(decisions.confirmed());
            expected.add(TwoInstances.PEER);
            assertThat(side.table().states().keySet()).isEqualTo(expected);
            for (String decided : decisions.confirmed()) {
                assertThat(side.table().events(decided)).as(decided).isEqualTo(1);
            }
            other.awaitMeter("server_roster_items", expected.size());
            Stanza listing = decisions.ask(Forms.command(Nodes.ROSTER, Map.of("hidden", "true")));
            assertThat(listing.findAll("item", "jabber:x:data")).hasSize(expected.size());
        }
    }
}
