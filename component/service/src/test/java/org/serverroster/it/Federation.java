package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A stock Prosody, of which nobody here knows anything, and components of it; only where the two have a bridge. */
    static final String STRANGER = "verona.lit";

    static final List<String> STRANGERS = List.of("mercutio.verona.lit", "paris.verona.lit");

    private final LoopbackNetwork network;
    private final Optional<XmppServer> stranger;
    private final TestDatabase postgres;
    private final Side montague;
    private final Side capulet;

    private Federation(
            LoopbackNetwork network,
            Optional<XmppServer> stranger,
            TestDatabase postgres,
            Side montague,
            Side capulet) {
        this.network = network;
        this.stranger = stranger;
        this.postgres = postgres;
        this.montague = montague;
        this.capulet = capulet;
    }

    /** Starts all of it; returns when both services are ready and both administrators logged in. */
    static Federation start(ServerKind here, ServerKind there, Path folder) {
        return started(create(here, there, folder));
    }

    /**
     * The same with a bridge in both servers: the rosters are those of montague.lit and capulet.lit themselves. Each has a
     * second component, {@link Side#readerOf}, and a command of the server's own that every user may run.
     */
    static Federation startBare(ServerKind here, ServerKind there, Path folder) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        ServerPlan stock = ServerPlan.of(STRANGER);
        for (String component : STRANGERS) {
            stock = stock.withComponent(component, "secret of " + component);
        }
        return started(create(
                network,
                Optional.of(ServerKind.PROSODY.create(stock, network, folder)),
                here.create(bridged(plan("montague.lit"), here), network, folder),
                there.create(bridged(plan("capulet.lit"), there), network, folder),
                folder,
                Side::serving));
    }

    private static Federation started(Federation federation) {
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
        return create(
                network,
                Optional.empty(),
                here.create(plan("montague.lit"), network, folder),
                there.create(plan("capulet.lit"), network, folder),
                folder,
                Side::new);
    }

    private static Federation create(
            LoopbackNetwork network,
            Optional<XmppServer> stranger,
            XmppServer montague,
            XmppServer capulet,
            Path folder,
            Side.Maker side) {
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        return new Federation(
                network,
                stranger,
                postgres,
                side.make(montague, postgres.createDatabase("montague"), folder.resolve("montague"), LIMITS),
                side.make(capulet, postgres.createDatabase("capulet"), folder.resolve("capulet"), LIMITS));
    }

    private static ServerPlan plan(String domain) {
        return ServerPlan.of(domain).withComponent(Side.componentOf(domain), "the service's own 8f2b61 of " + domain);
    }

    private static ServerPlan bridged(ServerPlan plan, ServerKind kind) {
        String domain = plan.domain();
        return plan.withComponent(Side.readerOf(domain), "the reader's own 51c0de")
                .withBridge(Side.componentOf(domain))
                .withSettings(ownCommand(kind, domain));
    }

    /** ejabberd has one in what it loads anyway. */
    private static String ownCommand(ServerKind kind, String domain) {
        return kind == ServerKind.PROSODY
                ? "VirtualHost \"%s\" { modules_enabled = { \"server_roster\", \"uptime\" } }".formatted(domain)
                : "";
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
        stranger.ifPresent(XmppServer::start);
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

    /** The stock server, which knows neither. */
    XmppServer stranger() {
        return stranger.orElseThrow();
    }

    TestDatabase postgres() {
        return postgres;
    }

    /** Waits until the side's roster holds that state of the other, and the other's roster its mirror image. */
    void awaitMirror(Side side, String state) {
        Side other = other(side);
        side.table().awaitState(other.address(), state);
        other.table().awaitState(side.address(), MIRROR.get(state));
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
                    assertThat(states).containsOnlyKeys(other(side).address());
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
        montague.awaitNotice(capulet.address() + " asks to subscribe");
        montague.run(Nodes.BLOCK, capulet);
        capulet.awaitNotice(montague.address() + " refused our request");
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
        assertAll(
                montague::close,
                capulet::close,
                () -> stranger.ifPresent(XmppServer::close),
                postgres::close,
                network::close);
    }
}
