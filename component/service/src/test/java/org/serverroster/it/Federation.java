package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;
import org.serverroster.testbed.XmppServer;

/**
 * Two servers that reach each other, montague.lit and capulet.lit, each with its service and its administrator, and one
 * PostgreSQL with a database for each. Of the test's thread.
 */
final class Federation implements AutoCloseable {

    /** The states of RFC 3921 section 9.1, each with what the other side holds when both are right. */
    private static final Map<String, String> MIRROR = Map.of(
            "None", "None",
            "None + Pending Out", "None + Pending In",
            "None + Pending In", "None + Pending Out",
            "None + Pending Out/In", "None + Pending Out/In",
            "To", "From",
            "To + Pending In", "From + Pending Out",
            "From", "To",
            "From + Pending Out", "To + Pending In",
            "Both", "Both");

    /** Scenarios follow each other faster than any administrator asks: to the stock limit they would be a flood. */
    private static final String LIMITS = "limits { peer-requests-per-minute = 6000 }";

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side montague;
    private final Side capulet;

    private Federation(LoopbackNetwork network, TestDatabase postgres, Side montague, Side capulet) {
        this.network = network;
        this.postgres = postgres;
        this.montague = montague;
        this.capulet = capulet;
    }

    /** Starts all of it; returns when both services are ready and both administrators logged in. */
    static Federation start(ServerKind here, ServerKind there, Path folder) {
        Federation federation = create(here, there, folder);
        try {
            federation.startAll();
        } catch (AssertionError | RuntimeException fault) {
            federation.close();
            throw fault;
        }
        return federation;
    }

    /** All of it, of which only the database runs. */
    static Federation create(ServerKind here, ServerKind there, Path folder) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        XmppServer first = here.create(
                ServerPlan.of("montague.lit").withComponent("buddies.montague.lit", "montague's own 8f2b61"),
                network,
                folder);
        XmppServer second = there.create(
                ServerPlan.of("capulet.lit").withComponent("buddies.capulet.lit", "capulet's own 77e0d3"),
                network,
                folder);
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        return new Federation(
                network,
                postgres,
                new Side(first, postgres.createDatabase("montague"), folder.resolve("montague"), LIMITS),
                new Side(second, postgres.createDatabase("capulet"), folder.resolve("capulet"), LIMITS));
    }

    /** Starts both servers, and makes their administrators' accounts. */
    void startServers() {
        for (Side side : new Side[] {montague, capulet}) {
            side.server().start();
            side.createAdmin();
        }
    }

    private void startAll() {
        montague.startService();
        capulet.startService();
        startServers();
        for (Side side : new Side[] {montague, capulet}) {
            side.login();
            side.awaitReady();
        }
    }

    Side montague() {
        return montague;
    }

    Side capulet() {
        return capulet;
    }

    TestDatabase postgres() {
        return postgres;
    }

    /** Waits until the side's roster holds that state of the other, and the other's roster its mirror image. */
    void awaitMirror(Side side, String state) {
        Side other = other(side);
        side.table().awaitState(other.component(), state);
        other.table().awaitState(side.component(), MIRROR.get(state));
        assertOneItemEach(state.equals("None"));
    }

    Side other(Side side) {
        return side == montague ? capulet : montague;
    }

    /** Nothing else came into either roster on the way. */
    private void assertOneItemEach(boolean orNone) {
        try {
            for (Side side : new Side[] {montague, capulet}) {
                Map<String, String> states = side.table().states();
                if (!orNone || !states.isEmpty()) {
                    assertThat(states).containsOnlyKeys(other(side).component());
                }
            }
        } catch (SQLException fault) {
            throw new AssertionError("The rosters can not be read", fault);
        }
    }

    /**
     * Brings both back to None by the administrators' own means from states that mirror each other, which is how each
     * scenario ends that did not fail, and forgets what they were told. A request that is asked and refused goes behind everything that was still on its way: RFC 3921 answers
     * {@code unsubscribe} with {@code unsubscribed}, which a new request would take as its own answer.
     */
    void partCompany() {
        montague.awaitReady();
        capulet.awaitReady();
        montague.run(Nodes.BLOCK, capulet);
        capulet.run(Nodes.BLOCK, montague);
        awaitMirror(montague, "None");

        montague.admin().received().clear();
        capulet.admin().received().clear();
        capulet.run(Nodes.SUBSCRIBE, montague);
        montague.awaitNotice(capulet.component() + " asks to subscribe");
        montague.run(Nodes.BLOCK, capulet);
        capulet.awaitNotice(montague.component() + " refused our request");
        capulet.run(Nodes.BLOCK, montague);
        awaitMirror(montague, "None");
        montague.admin().received().clear();
        capulet.admin().received().clear();
    }

    /** What an operator of either side would find in the log: no fault of ours, and no secret. */
    void assertNothingWentWrong() {
        montague.assertNothingWentWrong();
        capulet.assertNothingWentWrong();
    }

    @Override
    public void close() {
        assertAll(montague::close, capulet::close, postgres::close, network::close);
    }
}
