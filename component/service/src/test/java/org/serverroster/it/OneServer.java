package org.serverroster.it;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.serverroster.testbed.LoopbackNetwork;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServerPlan;
import org.serverroster.testbed.TestDatabase;

/**
 * One server, montague.lit, whose service and database are there too; nothing but the database runs before it is started.
 * Of the test's thread.
 */
final class OneServer implements AutoCloseable {

    static final String SECRET = "montague's own 8f2b61";
    static final String CROWD = "crowd.lit";

    private final LoopbackNetwork network;
    private final TestDatabase postgres;
    private final Side montague;

    private OneServer(LoopbackNetwork network, TestDatabase postgres, Side montague) {
        this.network = network;
        this.postgres = postgres;
        this.montague = montague;
    }

    /** @param peers the server's other components, for a test that wants to say each stanza itself */
    static OneServer create(ServerKind kind, Path folder, String... peers) {
        return create(kind, folder, ServerPlan.of("montague.lit"), Side::new, "", peers);
    }

    /**
     * One whose server does not print each stanza: of one that is nested thousands deep, or has ten thousand children,
     * ejabberd's printing can keep the sender's stream busy for minutes, and its address routed to it although the sender
     * is gone.
     */
    static OneServer withQuietLog(ServerKind kind, Path folder, String... peers) {
        return create(kind, folder, ServerPlan.of("montague.lit").withQuietLog(), Side::new, "", peers);
    }

    /** One whose service is to keep the roster of montague.lit itself; whether the server lets it, its plan says. */
    static OneServer serving(ServerKind kind, Path folder, UnaryOperator<ServerPlan> bridge, String... peers) {
        return create(kind, folder, bridge.apply(ServerPlan.of("montague.lit")), Side::serving, "", peers);
    }

    /**
     * One on Prosody with a component that may speak for any domain, as a crowd of servers would, and that is sent what
     * the service says to any domain below its own.
     *
     * @param settings what else the service's configuration says
     */
    static OneServer withCrowd(Path folder, String settings, String... peers) {
        Path modules = folder.resolve("modules");
        try {
            Files.createDirectories(modules);
            Files.writeString(modules.resolve("mod_crowd.lua"), """
                    module:hook("route/remote", function (event)
                      if event.to_host:find("%%.%1$s$") then
                        return prosody.hosts["%1$s"].events.fire_event(event.stanza.name .. "/host", event);
                      end
                    end, 100);
                    """.formatted(CROWD));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        ServerPlan plan =
                ServerPlan.of("montague.lit").withSettings("""
                Host "*"
                installer_plugin_path = "%s"
                Component "buddies.montague.lit"
                modules_enabled = { "crowd" }
                Component "%s"
                component_secret = "%s"
                validate_from_addresses = false
                """.formatted(modules.toAbsolutePath(), CROWD, SECRET));
        return create(ServerKind.PROSODY, folder, plan, Side::new, settings, peers);
    }

    private static OneServer create(
            ServerKind kind, Path folder, ServerPlan bare, Side.Maker maker, String settings, String... peers) {
        LoopbackNetwork network = LoopbackNetwork.open(folder);
        ServerPlan plan = bare.withComponent("buddies.montague.lit", SECRET);
        for (String peer : peers) {
            plan = plan.withComponent(peer, "secret of " + peer);
        }
        TestDatabase postgres = TestDatabase.start(folder.resolve("database"));
        Side montague = maker.make(
                kind.create(plan, network, folder), postgres.createDatabase("montague"), folder.resolve("m"), settings);
        return new OneServer(network, postgres, montague);
    }

    /** The crowd, attached. */
    RawComponent crowd() {
        return RawComponent.attach(
                montague.server(), CROWD, montague.server().componentPort(montague.component()), SECRET);
    }

    /** Starts all of it; returns when the service is ready and the administrator logged in. */
    OneServer start() {
        montague.startService();
        montague.server().start();
        montague.createAdmin();
        montague.login();
        montague.awaitReady();
        return this;
    }

    Side montague() {
        return montague;
    }

    TestDatabase postgres() {
        return postgres;
    }

    @Override
    public void close() {
        assertAll(montague::close, postgres::close, network::close);
    }
}
