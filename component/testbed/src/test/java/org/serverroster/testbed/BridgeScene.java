package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.RawComponent.Refused;

/**
 * Who plays in the tests of the bridges: a bridged server with two components and two users, and a stock server with a
 * component. The servers run once for all tests of a class; each test attaches its own components.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BridgeScene {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String SERVED = "montague.lit";
    static final String COMPONENT = "buddies.montague.lit";
    /** Another component of the same server. */
    static final String NEIGHBOUR = "peer.montague.lit";
    /** A component of another server, a stock one. */
    static final String REMOTE = "peer.capulet.lit";

    static final String USER = "romeo";
    static final String TRUST = "<trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/>";
    static final String SERVER_BUDDY = "http://jabber.org/protocol/admin#server-buddy";

    static final List<String> PRESENCE_TYPES =
            List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "", "unavailable", "error");
    static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

    private LoopbackNetwork network;
    private XmppServer capulet;
    XmppServer montague;

    abstract ServerKind kind();

    /** Adds what this kind of server needs for a version, and for a command of its own that every user may run. */
    abstract ServerPlan configured(ServerPlan plan);

    /** The node of that command. */
    abstract String ownCommand();

    @BeforeAll
    void start(@TempDir Path folder) {
        network = LoopbackNetwork.open(folder);
        ServerPlan plan = ServerPlan.of(SERVED)
                .withComponent(COMPONENT, "secret of buddies")
                .withComponent(NEIGHBOUR, "secret of the neighbour")
                .withBridge(COMPONENT);
        montague = kind().create(configured(plan), network, folder);
        capulet = ServerKind.PROSODY.create(
                ServerPlan.of("capulet.lit").withComponent(REMOTE, "secret of the peer"), network, folder);
        montague.start();
        capulet.start();
        montague.addUser(USER, "rosaline");
        montague.addUser("benvolio", "villa");
    }

    /** Also what was started before the start failed. */
    @AfterAll
    void stop() {
        LoopbackNetwork names = network;
        XmppServer stock = capulet;
        XmppServer bridged = montague;
        try (names;
                stock;
                bridged) {
            // Closed in the other order.
        }
    }

    /** A component of one of the two servers, which may speak for what it serves. */
    RawComponent attach(String domain) {
        return RawComponent.attach(domain.equals(REMOTE) ? capulet : montague, domain);
    }

    /** A server may take a moment to notice that the one before is gone. */
    final RawComponent attachOnceFree(String domain) {
        RawComponent[] attached = new RawComponent[1];
        Await.until(
                PATIENCE,
                () -> {
                    try {
                        attached[0] = attach(domain);
                        return true;
                    } catch (Refused stillThere) {
                        return false;
                    }
                },
                () -> domain + " is not let in again\n" + montague.logTail());
        return attached[0];
    }

    final AdminClient logIn() {
        return AdminClient.connect(montague, USER, "rosaline", "orchard");
    }

    static String presence(String type, String from, String to) {
        return "<presence%s id='p-%s' from='%s' to='%s'><status>please &amp; thanks</status>%s%s</presence>"
                .formatted(
                        type.isEmpty() ? "" : " type='" + type + "'",
                        type,
                        from,
                        to,
                        "<extra xmlns='urn:example:extra' key='value'/>",
                        type.equals("error")
                                ? "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                                : "");
    }

    static String command(String node) {
        return "<command xmlns='http://jabber.org/protocol/commands' node='" + node + "' action='execute'/>";
    }

    static Stanza byId(AdminClient client, String id) {
        return client.received()
                .await("reply " + id, PATIENCE, stanza -> stanza.id().equals(id));
    }

    /** It is the next thing that the component hears, and what the component answers reaches the asker. */
    static void assertPassedOn(RawComponent component, Asker asker, String type, String payload) {
        String id = asker.send(type, SERVED, payload);
        Stanza handed = component.received().next(PATIENCE);
        assertThat(handed.is("iq", type, asker.jid())).as(handed.toString()).isTrue();
        assertThat(handed.id()).isEqualTo(id);
        assertThat(handed.to()).isEqualTo(SERVED);
        Stanza sent = Stanza.parse(payload);
        assertThat(handed.findAll(sent.name(), sent.element().getNamespaceURI()))
                .first()
                .satisfies(child -> assertThat(Map.of(
                                "node", child.getAttribute("node"),
                                "jid", child.getAttribute("jid"),
                                "children", child.getChildNodes().getLength()))
                        .isEqualTo(Map.of(
                                "node", sent.attribute("node"),
                                "jid", sent.attribute("jid"),
                                "children", sent.element().getChildNodes().getLength())));
        component.send("<iq type='result' id='%s' from='%s' to='%s'/>".formatted(id, SERVED, asker.jid()));
        assertThat(asker.answer(id, SERVED).type()).isEqualTo("result");
    }

    /** Its ping comes after all that it sent, and the answer after all that was answered. */
    static void assertHeardNothing(RawComponent peer) {
        assertThat(peer.ping(SERVED, PATIENCE).type()).isEqualTo("result");
        assertThat(peer.received().contents()).isEmpty();
    }

    static void assertInvalidFrom(RawComponent component) {
        component.received().awaitEnd(PATIENCE);
        assertThat(component.transcript()).contains("<invalid-from ");
    }

    /** Who asks the served domain: a user through his client, a component, or a user behind a component. */
    record Asker(String jid, Consumer<String> out, Inbox<Stanza> in) {

        static Asker of(AdminClient user) {
            return new Asker(user.jid(), user::sendRaw, user.received());
        }

        static Asker of(RawComponent component) {
            return new Asker(component.domain(), component::send, component.received());
        }

        Asker as(String otherJid) {
            return new Asker(otherJid, out, in);
        }

        String send(String type, String to, String payload) {
            String id = "ask-" + UUID.randomUUID();
            out.accept("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>".formatted(type, id, jid, to, payload));
            return id;
        }

        Stanza answer(String id, String from) {
            return in.await(
                    "answer of " + from,
                    PATIENCE,
                    stanza -> stanza.name().equals("iq")
                            && stanza.id().equals(id)
                            && stanza.from().equals(from));
        }

        Stanza ask(String type, String to, String payload) {
            return answer(send(type, to, payload), to);
        }
    }
}
