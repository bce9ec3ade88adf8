package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/ejabberd/mod_server_roster.erl} keeps the contract, whatever the operator loads, reloads and stops. */
class BridgeOnEjabberdIT extends BridgeContract {

    private static final String OF_ALL_HOSTS = "  mod_server_roster: {component: \"buddies.montague.lit\"}\n";

    /** A second virtual host that names the same component, and one that names none. */
    private static final String SECOND = "verona.lit";

    private static final String UNSERVED = "mantua.lit";

    @Override
    ServerKind kind() {
        return ServerKind.EJABBERD;
    }

    @Override
    ServerPlan configured(ServerPlan plan) {
        return plan.withSettings("mod_version: {}");
    }

    @Override
    String ownCommand() {
        return "ping";
    }

    /** "A stanza from the component to a domain that it serves adds this domain to those of its connection." */
    @Override
    RawComponent attach(String domain) {
        RawComponent component = super.attach(domain);
        if (domain.equals(COMPONENT)) {
            component.ping(SERVED, PATIENCE);
        }
        return component;
    }

    @Test
    @DisplayName(
            "A connection that sent nothing from its own domain to the served one yet is checked as by stock ejabberd")
    void notBeforeTheBridgeWasLookedFor() {
        try (RawComponent neighbour = attach(NEIGHBOUR);
                RawComponent component = super.attach(COMPONENT)) {
            component.send(presence("", SERVED, NEIGHBOUR));
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("Several virtual hosts may name one component: it speaks for each of them, and for no other")
    void severalVirtualHosts() {
        try (RawComponent neighbour = attach(NEIGHBOUR);
                Changed more = withMoreHosts();
                RawComponent component = attach(COMPONENT)) {
            assertThat(more.server().running()).isTrue();
            component.ping(SECOND, PATIENCE);
            component.ping(UNSERVED, PATIENCE);
            assertBridged(component, neighbour, SERVED);
            assertBridged(component, neighbour, SECOND);
            assertStock(neighbour, UNSERVED);
            // Between two domains that it serves.
            component.send(presence("probe", SERVED, SECOND));
            assertThat(component.received().next(PATIENCE).is("presence", "probe", SERVED))
                    .isTrue();

            component.send(presence("", UNSERVED, NEIGHBOUR));
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("A reload that changes nothing of the module leaves the attached component its stream and its limits")
    void reload() {
        try (RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            ejabberd().reconfigure(text -> text.replace("  mod_ping: {}\n", ""));
            assertBridged(component, neighbour, SERVED);
            ejabberd().reconfigure(text -> text.replace("modules:\n", "modules:\n  mod_ping: {}\n"));
            assertBridged(component, neighbour, SERVED);
            component.send(presence("", "admin@" + SERVED, NEIGHBOUR));
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("Another component named: the one before may no longer speak, and is handed nothing more")
    void anotherComponent() {
        try (RawComponent remote = attach(REMOTE);
                RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            assertBridged(component, remote, SERVED);
            try (Changed named = change(OF_ALL_HOSTS, OF_ALL_HOSTS.replace(COMPONENT, NEIGHBOUR))) {
                assertThat(named.server().running()).isTrue();
                component.received().awaitEnd(PATIENCE);
                try (RawComponent again = attach(COMPONENT)) {
                    neighbour.ping(SERVED, PATIENCE);
                    assertBridged(neighbour, remote, SERVED);
                    again.send(presence("", SERVED, REMOTE));
                    assertInvalidFrom(again);
                    assertHeardNothing(remote);
                }
            }
        }
    }

    @Test
    @DisplayName("Stopped, the server is a stock one again and checks all; started again, the bridge is back")
    void stopAndStart() throws XMPPErrorException {
        try (RawComponent neighbour = attach(NEIGHBOUR);
                AdminClient user = logIn();
                RawComponent before = attach(COMPONENT)) {
            assertBridged(before, neighbour, SERVED);
            try (Changed without = change(OF_ALL_HOSTS, "")) {
                assertThat(without.server().running()).isTrue();
                before.received().awaitEnd(PATIENCE);
                assertThat(before.transcript()).contains("<reset ");
                assertStock(neighbour, SERVED);
                assertThat(Asker.of(neighbour).ask("get", SERVED, TRUST).errorCondition())
                        .isEqualTo("service-unavailable");
                assertThat(user.features(SERVED)).doesNotContain("urn:xmpp:server-presence");
                assertThat(user.commands(SERVED)).doesNotContain(SERVER_BUDDY).contains("ping");
                try (RawComponent component = attach(COMPONENT)) {
                    component.send(presence("", SERVED, NEIGHBOUR));
                    assertInvalidFrom(component);
                    assertHeardNothing(neighbour);
                }
            }
            try (RawComponent component = attach(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
                assertThat(user.features(SERVED)).contains("urn:xmpp:server-presence");
            }
        }
    }

    @Test
    @DisplayName("A component that attached before the module was started may speak once it has looked for the bridge")
    void attachedBeforeTheModule() {
        try (RawComponent neighbour = attach(NEIGHBOUR)) {
            RawComponent component;
            try (Changed without = change(OF_ALL_HOSTS, "")) {
                assertThat(without.server().running()).isTrue();
                component = attach(COMPONENT);
                assertStock(neighbour, SERVED);
            }
            try (component) {
                component.ping(SERVED, PATIENCE);
                assertBridged(component, neighbour, SERVED);
            }
        }
    }

    @Test
    @DisplayName(
            "Two connections of the component: each gets its own probe back, and a sender's stanzas go to one of them")
    void twoConnections(@TempDir Path folder) {
        ServerPlan plan = ServerPlan.of(SERVED)
                .withComponent(COMPONENT, "secret of buddies")
                .withComponent(NEIGHBOUR, "secret of the neighbour")
                .withConnections(COMPONENT, 2)
                .withBridge(COMPONENT);
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = kind().create(plan, network, folder)) {
            server.start();
            try (RawComponent first = RawComponent.attach(server, COMPONENT);
                    RawComponent neighbour = RawComponent.attach(server, NEIGHBOUR)) {
                try (RawComponent second = RawComponent.attach(server, COMPONENT)) {
                    for (RawComponent each : new RawComponent[] {first, second}) {
                        String id = "probe-" + UUID.randomUUID();
                        each.send(
                                "<presence type='probe' id='%s' from='%s' to='%s'/>".formatted(id, COMPONENT, SERVED));
                        assertThat(each.received().next(PATIENCE).id()).isEqualTo(id);
                    }
                    for (int i = 0; i < 10; i++) {
                        neighbour.send(presence("subscribe", NEIGHBOUR, SERVED));
                    }
                    assertHeardNothing(neighbour);
                    RawComponent chosen = first.received().contents().isEmpty() ? second : first;
                    for (int i = 0; i < 10; i++) {
                        chosen.received().next(PATIENCE);
                    }
                }
                // ejabberd keeps the place of the one that is gone; the bridge hands over to the one that is there.
                for (int i = 0; i < 10; i++) {
                    String sender = "nurse" + i + "@" + NEIGHBOUR;
                    neighbour.send(
                            "<iq type='get' id='t%d' from='%s' to='%s'>%s</iq>".formatted(i, sender, SERVED, TRUST));
                    assertThat(first.received().next(PATIENCE).from()).isEqualTo(sender);
                }
            }
        }
    }

    private EjabberdServer ejabberd() {
        return (EjabberdServer) montague;
    }

    /**
     * The second has the modules of all, the third a list of its own. (For a host that a reload brings, ejabberd 23.01
     * looks for an SQL database that nobody asked for, in vain, until the host goes.)
     */
    private Changed withMoreHosts() {
        String more = """
                host_config:
                  mantua.lit: {modules: {mod_adhoc: {}, mod_disco: {}, mod_ping: {}}}
                """;
        String hosts = "hosts: [\"montague.lit\"]";
        return change(hosts, "hosts: [\"montague.lit\", \"verona.lit\", \"mantua.lit\"]\n" + more);
    }

    /** Until it is closed. */
    private Changed change(String before, String after) {
        String[] whole = new String[1];
        ejabberd().reconfigure(text -> {
            assertThat(text).contains(before);
            whole[0] = text;
            return text.replace(before, after);
        });
        return new Changed(ejabberd(), whole[0]);
    }

    private record Changed(EjabberdServer server, String before) implements AutoCloseable {
        @Override
        public void close() {
            server.reconfigure(now -> before);
        }
    }

    private static void assertBridged(RawComponent component, RawComponent peer, String served) {
        peer.send(presence("subscribe", peer.domain(), served));
        Stanza handed = component.received().next(PATIENCE);
        assertThat(handed.is("presence", "subscribe", peer.domain()))
                .as(handed.toString())
                .isTrue();
        assertThat(handed.to()).isEqualTo(served);
        component.send(presence("subscribed", served, peer.domain()));
        assertThat(peer.received().next(PATIENCE).is("presence", "subscribed", served))
                .isTrue();
    }

    /** Without the bridge ejabberd ignores each request. */
    private static void assertStock(RawComponent neighbour, String host) {
        neighbour.send(presence("subscribe", NEIGHBOUR, host));
        assertThat(neighbour.ping(host, PATIENCE).type()).isEqualTo("result");
        assertThat(neighbour.received().contents()).isEmpty();
    }
}
