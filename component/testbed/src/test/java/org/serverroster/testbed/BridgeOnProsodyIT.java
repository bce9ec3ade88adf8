package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config/prosody/mod_server_roster.lua} keeps the contract, whatever the operator loads, reloads and unloads. */
class BridgeOnProsodyIT extends BridgeContract {

    private static final String MODULES = "http://prosody.im/protocol/modules#";
    private static final String CONFIG = "http://prosody.im/protocol/config#";
    private static final String HOSTS = "http://prosody.im/protocol/hosts#";

    /** A second virtual host that names the same component, and one that names none. */
    private static final String SECOND = "verona.lit";

    private static final String UNSERVED = "mantua.lit";

    @Override
    ServerKind kind() {
        return ServerKind.PROSODY;
    }

    @Override
    ServerPlan configured(ServerPlan plan) {
        return plan.withSettings("""
                -- In braces an option may be said twice, and they end the hosts: what follows is for the whole server.
                VirtualHost "montague.lit" { modules_enabled = { "server_roster", "version", "uptime", "admin_adhoc" } }
                VirtualHost "verona.lit" {
                    modules_enabled = { "server_roster", "admin_adhoc" },
                    server_roster_component = "buddies.montague.lit"
                }
                VirtualHost "mantua.lit" {}
                admins = { "benvolio@montague.lit" }
                """);
    }

    @Override
    String ownCommand() {
        return "uptime";
    }

    @Test
    @DisplayName("Several virtual hosts may name one component: it speaks for each of them, and for no other")
    void severalVirtualHosts() {
        try (RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            assertBridged(component, neighbour, SERVED);
            assertBridged(component, neighbour, SECOND);
            assertStock(neighbour, UNSERVED);

            component.send(presence("", UNSERVED, NEIGHBOUR));
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("A reload of the module leaves the attached component its stream, its speech and its limits")
    void reload() throws XMPPErrorException {
        try (RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            // More than once: each load meets what the one before has left.
            for (int i = 0; i < 3; i++) {
                module("reload", SERVED);
                assertBridged(component, neighbour, SERVED);
                assertBridged(component, neighbour, SECOND);
            }
            component.send(presence("", SERVED + "/res", NEIGHBOUR));
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("A stanza may come in pieces, and the module be reloaded between them")
    void reloadWithinAStanza() throws XMPPErrorException {
        try (RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            String stanza = presence("subscribed", SERVED, NEIGHBOUR);
            for (int cut : List.of(1, stanza.indexOf("from='") + 8, stanza.length() - 1)) {
                component.send(stanza.substring(0, cut));
                module("reload", SERVED);
                component.send(stanza.substring(cut));
                assertThat(neighbour.received().next(PATIENCE).is("presence", "subscribed", SERVED))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x []>",
                "<!-- no -->",
                "<presence",
                "</stream:stream>",
                "<presence from='montague.lit' to='peer.montague.lit'></iq>",
                "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
            })
    @DisplayName("What is no stanza ends the stream as it does without the bridge, and the component may attach again")
    void whatIsNoStanza(String xml) {
        try (RawComponent neighbour = attach(NEIGHBOUR)) {
            try (RawComponent component = attach(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
                // Whatever is left open is closed by a tag that does not fit.
                component.send(xml + (xml.startsWith("<presence") ? "</wrong>" : ""));
                component.received().awaitEnd(PATIENCE);
            }
            try (RawComponent component = attachOnceFree(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
            }
        }
    }

    @Test
    @DisplayName("A stanza beyond the server's limit ends the stream")
    void tooLarge() {
        try (RawComponent component = attach(COMPONENT)) {
            byte[] stanza = presence("", SERVED, NEIGHBOUR)
                    .replace("please", "x".repeat(600_000))
                    .getBytes(StandardCharsets.UTF_8);
            component.trySend(stanza);
            component.received().awaitEnd(PATIENCE);
        }
    }

    @Test
    @DisplayName("Unloaded, the server answers as a stock one again and checks all; loaded again, the bridge is back")
    void unloadAndLoad() throws XMPPErrorException {
        try (RawComponent neighbour = attach(NEIGHBOUR);
                AdminClient user = logIn()) {
            try (RawComponent component = attach(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
                module("unload", SERVED);
                assertStock(neighbour, SERVED);
                assertThat(user.features(SERVED)).doesNotContain("urn:xmpp:server-presence");
                assertThat(user.commands(SERVED)).doesNotContain(SERVER_BUDDY).contains("uptime");
                assertBridged(component, neighbour, SECOND);
                component.send(presence("", SERVED, NEIGHBOUR));
                assertInvalidFrom(component);
                assertHeardNothing(neighbour);
            }
            try (RawComponent component = attach(COMPONENT)) {
                module("load", SERVED);
                assertBridged(component, neighbour, SERVED);
                assertThat(user.features(SERVED)).contains("urn:xmpp:server-presence");
            }
        } finally {
            module("load", SERVED);
        }
    }

    @Test
    @DisplayName("A component that attached before any virtual host's module was loaded is sent away once, by reset,"
            + " lest half a stanza of it be lost; attached again it may speak")
    void attachedBeforeTheModule() throws XMPPErrorException {
        try (RawComponent neighbour = attach(NEIGHBOUR)) {
            module("unload", SERVED);
            module("unload", SECOND);
            try (RawComponent component = attach(COMPONENT)) {
                assertStock(neighbour, SERVED);
                component.send("<presence from='" + COMPONENT);
                module("load", SERVED);
                component.received().awaitEnd(PATIENCE);
                assertThat(component.transcript()).contains("<reset ");
            }
            try (RawComponent component = attachOnceFree(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
                assertStock(neighbour, SECOND);
                module("load", SECOND);
                assertBridged(component, neighbour, SECOND);
            }
        } finally {
            module("load", SERVED);
            module("load", SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "server_roster_component = ''",
                "server_roster_component = {}",
                "server_roster_component = 'someone@buddies.montague.lit'",
                "server_roster_component = 'buddies.montague.lit/x'"
            })
    @DisplayName(
            "Loaded with a component that is missing or no domain, the server grants nothing and announces nothing;"
                    + " put right and reloaded, the bridge is back")
    void brokenOption(String line) throws Exception {
        Path file = ((ProsodyServer) montague).configuration();
        String right = Files.readString(file);
        try (RawComponent neighbour = attach(NEIGHBOUR);
                RawComponent component = attach(COMPONENT);
                AdminClient user = logIn()) {
            reloadWith(right.replaceFirst("server_roster_component = \"buddies.montague.lit\"", line));
            for (String type : PRESENCE_TYPES) {
                neighbour.send(presence(type, NEIGHBOUR, SERVED));
            }
            Stanza answer = Asker.of(neighbour).ask("get", SERVED, TRUST);
            assertThat(answer.errorCondition()).isEqualTo("remote-server-timeout");
            assertHeardNothing(neighbour);
            assertThat(user.features(SERVED)).doesNotContain("urn:xmpp:server-presence");
            assertThat(user.commands(SERVED)).doesNotContain(SERVER_BUDDY);
            assertThat(montague.logTail()).contains("server_roster_component must name the external component");
            assertBridged(component, neighbour, SECOND);

            reloadWith(right);
            assertThat(user.features(SERVED)).contains("urn:xmpp:server-presence");
            assertBridged(component, neighbour, SERVED);
        } finally {
            reloadWith(right);
        }
    }

    private void reloadWith(String configuration) throws Exception {
        Files.writeString(((ProsodyServer) montague).configuration(), configuration);
        try (AdminClient admin = AdminClient.connect(montague, "benvolio", "villa", "administration")) {
            assertThat(admin.execute(SERVED, CONFIG + "reload").isCompleted()).isTrue();
        }
        module("reload", SERVED);
    }

    @Test
    @DisplayName("The component's host may be activated after the virtual host, and go and come back")
    void hostsComeInAnyOrder() throws XMPPErrorException {
        try (RawComponent neighbour = attach(NEIGHBOUR)) {
            host("deactivate");
            assertThat(Asker.of(neighbour).ask("get", SERVED, TRUST).errorCondition())
                    .isEqualTo("remote-server-timeout");
            host("activate");
            try (RawComponent component = attach(COMPONENT)) {
                assertBridged(component, neighbour, SERVED);
                assertBridged(component, neighbour, SECOND);
            }
        }
    }

    /** Runs one of mod_admin_adhoc's commands as the server's administrator. */
    private void module(String verb, String host) throws XMPPErrorException {
        administer(host, MODULES + verb, verb.equals("load") ? "module" : "modules", "server_roster");
    }

    private void host(String verb) throws XMPPErrorException {
        administer(SERVED, HOSTS + verb, "host", COMPONENT);
    }

    private void administer(String host, String node, String field, String value) throws XMPPErrorException {
        try (AdminClient admin = AdminClient.connect(montague, "benvolio", "villa", "administration")) {
            RemoteCommand done = admin.run(host, node, Map.of(field, List.of(value)));
            assertThat(done.isCompleted()).isTrue();
        }
    }

    private static void assertBridged(RawComponent component, RawComponent neighbour, String served) {
        neighbour.send(presence("subscribe", NEIGHBOUR, served));
        Stanza handed = component.received().next(PATIENCE);
        assertThat(handed.is("presence", "subscribe", NEIGHBOUR)).isTrue();
        assertThat(handed.to()).isEqualTo(served);
        component.send(presence("subscribed", served, NEIGHBOUR));
        assertThat(neighbour.received().next(PATIENCE).is("presence", "subscribed", served))
                .isTrue();
    }

    /** Without the bridge Prosody grants each request by itself, and says that it is there. */
    private static void assertStock(RawComponent neighbour, String host) {
        neighbour.send(presence("subscribe", NEIGHBOUR, host));
        assertThat(neighbour.received().next(PATIENCE).is("presence", "subscribed", host))
                .isTrue();
        assertThat(neighbour.received().next(PATIENCE).is("presence", "", host)).isTrue();
    }
}
