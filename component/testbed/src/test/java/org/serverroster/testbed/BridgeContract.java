package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.testbed.RawComponent.Refused;

/**
 * What a bridge promises, the same on each server: what it hands to the component, what stays with the server, what the
 * component may say through it.
 */
abstract class BridgeContract extends BridgeScene {

    // "they hand presence addressed to the bare server domain, coming from other bare domains, to the component
    // (stanza unchanged, `to` the server domain)"

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("Presence of every type from another bare domain is handed to the component, unchanged")
    void presenceIsHandedOver(String sender) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(sender)) {
            for (String type : PRESENCE_TYPES) {
                peer.send(presence(type, sender, SERVED));
                Stanza handed = component.received().next(PATIENCE);
                assertThat(handed.is("presence", type, sender))
                        .as(handed.toString())
                        .isTrue();
                assertThat(handed.to()).isEqualTo(SERVED);
                assertThat(handed.id()).isEqualTo("p-" + type);
                assertThat(handed.text("status")).isEqualTo("please & thanks");
                assertThat(handed.find("extra", "urn:example:extra"))
                        .hasValueSatisfying(
                                extra -> assertThat(extra.getAttribute("key")).isEqualTo("value"));
            }
            assertHeardNothing(peer);
        }
    }

    @Test
    @DisplayName("A probe from the component's own domain comes back to it: so it finds out that the bridge is there")
    void ownProbeComesBack() {
        try (RawComponent component = attach(COMPONENT)) {
            component.send(presence("probe", COMPONENT, SERVED));
            Stanza handed = component.received().next(PATIENCE);
            assertThat(handed.is("presence", "probe", COMPONENT)).isTrue();
            assertThat(handed.to()).isEqualTo(SERVED);
        }
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("Presence from an address with a local part is not handed over, nor is a message")
    void presenceOfUsersIsNotHandedOver(String sender) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(sender)) {
            for (String type : List.of("subscribe", "probe", "", "unavailable")) {
                peer.send(presence(type, "tybalt@" + sender, SERVED));
            }
            peer.send("<message from='%s' to='%s'><body>hello</body></message>".formatted(sender, SERVED));
            peer.send(presence("subscribe", sender, SERVED));
            assertThat(component.received().next(PATIENCE).is("presence", "subscribe", sender))
                    .isTrue();
        }
    }

    // "and pass on the service's IQs to the server domain: commands of our nodes and `server-buddy`, `jabber:iq:roster`
    // from other domains, trust questions", "and take its answers `from` the server domain"

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <command xmlns=\"http://jabber.org/protocol/commands\" node=\"" + SERVER_BUDDY + "\"/>",
                "set | <command xmlns=\"http://jabber.org/protocol/commands\" node=\"urn:x-server-roster:admin#pending\"/>",
                "get | <trust xmlns=\"urn:x-server-roster:trust:1\" jid=\"capulet.lit\"/>",
                "get | <trusts xmlns=\"urn:x-server-roster:trust:1\"><trust jid=\"capulet.lit\"/></trusts>"
            })
    @DisplayName("Commands of our nodes and trust questions are passed on, whoever asks, and the answer reaches him")
    void commandsAndTrustQuestionsArePassedOn(String type, String payload) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent neighbour = attach(NEIGHBOUR);
                RawComponent remote = attach(REMOTE);
                AdminClient user = logIn()) {
            assertPassedOn(component, Asker.of(user), type, payload);
            assertPassedOn(component, Asker.of(neighbour), type, payload);
            assertPassedOn(component, Asker.of(remote), type, payload);
            assertPassedOn(component, Asker.of(remote).as("tybalt@" + REMOTE + "/balcony"), type, payload);
        }
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("jabber:iq:roster from other domains is passed on, and the answer reaches them")
    void rosterQueriesOfOthersArePassedOn(String sender) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(sender)) {
            assertPassedOn(component, Asker.of(peer), "get", "<query xmlns='jabber:iq:roster' ver=''/>");
            assertPassedOn(
                    component,
                    Asker.of(peer).as("nurse@" + sender + "/x"),
                    "set",
                    "<query xmlns='jabber:iq:roster'><item jid='capulet.lit' name='C'/></query>");
        }
    }

    // "Everything else at the server domain stays as it was: its own commands, its users' presence, disco, pings."

    @Test
    @DisplayName("The server answers pings, disco, version, its own commands and its users' roster itself")
    void theRestStaysWithTheServer() throws XMPPErrorException {
        try (RawComponent component = attach(COMPONENT);
                AdminClient user = logIn()) {
            assertThat(user.request("get", SERVED, PING).type()).isEqualTo("result");
            assertThat(user.features(SERVED)).contains("http://jabber.org/protocol/disco#info");
            assertThat(user.request("get", SERVED, "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                            .findAll("item", "http://jabber.org/protocol/disco#items"))
                    .isNotEmpty();
            assertThat(user.request("get", SERVED, "<query xmlns='jabber:iq:version'/>")
                            .text("name"))
                    .isNotEmpty();
            assertThat(user.execute(SERVED, ownCommand()).isCompleted()).isTrue();
            assertThat(user.request("set", SERVED, command("urn:x-server-roster:other#pending"))
                            .type())
                    .isEqualTo("error");
            // Refused or answered, as the server does without the bridge.
            user.request("get", SERVED, "<query xmlns='jabber:iq:roster'/>");
            user.sendRaw(presence("subscribe", user.jid(), SERVED));
            user.sendRaw("<presence to='%s'/>".formatted(SERVED));

            assertPassedOn(component, Asker.of(user), "get", TRUST);
        }
    }

    @ParameterizedTest(name = "for {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("The server answers pings, disco and version to other domains itself")
    void theRestStaysWithTheServerForOthers(String sender) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(sender)) {
            Asker asker = Asker.of(peer);
            assertThat(asker.ask("get", SERVED, PING).type()).isEqualTo("result");
            assertThat(asker.ask("get", SERVED, "<query xmlns='jabber:iq:version'/>")
                            .text("name"))
                    .isNotEmpty();
            assertThat(asker.ask("get", SERVED, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                            .type())
                    .isEqualTo("result");
            assertPassedOn(component, asker, "get", TRUST);
        }
    }

    @Test
    @DisplayName("The server's own disco#info announces urn:xmpp:server-presence; its commands show ours to its users")
    void featureAndCommandsAreShown() throws XMPPErrorException {
        try (AdminClient user = logIn()) {
            assertThat(user.features(SERVED)).contains("urn:xmpp:server-presence");
            assertThat(user.commands(SERVED)).contains(SERVER_BUDDY, "urn:x-server-roster:admin#pending", ownCommand());
        }
    }

    @Test
    @DisplayName("A user of the server still logs in, has his roster and presence")
    void usersLiveAsBefore() {
        try (RawComponent component = attach(COMPONENT);
                AdminClient romeo = logIn();
                AdminClient benvolio = AdminClient.connect(montague, "benvolio", "villa", "street")) {
            String query = "<query xmlns='jabber:iq:roster'>%s</query>";
            romeo.sendRaw("<iq type='set' id='add'>"
                    + query.formatted("<item jid='benvolio@montague.lit' name='Cousin'/>") + "</iq>");
            assertThat(byId(romeo, "add").type()).isEqualTo("result");
            romeo.sendRaw("<iq type='get' id='read'>" + query.formatted("") + "</iq>");
            assertThat(byId(romeo, "read").toString()).contains("benvolio@montague.lit", "Cousin");

            romeo.sendRaw("<presence type='subscribe' to='benvolio@montague.lit'/>");
            benvolio.received()
                    .await("request", PATIENCE, stanza -> stanza.is("presence", "subscribe", "romeo@montague.lit"));
            benvolio.sendRaw("<presence type='subscribed' to='romeo@montague.lit'/>");
            romeo.received().await("presence", PATIENCE, stanza -> stanza.is("presence", "", benvolio.jid()));

            assertPassedOn(component, Asker.of(romeo), "get", TRUST);
        }
    }

    // "and take its answers `from` the server domain"

    @ParameterizedTest(name = "to {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("Presence of every type from the served domain reaches the other domain")
    void presenceFromTheServedDomainArrives(String addressee) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(addressee)) {
            for (String type : PRESENCE_TYPES) {
                component.send(presence(type, SERVED, addressee));
                Stanza heard = peer.received().next(PATIENCE);
                assertThat(heard.is("presence", type, SERVED))
                        .as(heard.toString())
                        .isTrue();
                assertThat(heard.text("status")).isEqualTo("please & thanks");
            }
        }
    }

    @ParameterizedTest(name = "asking {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("Results and errors that answer an IQ from the served domain come back to the component")
    void answersToTheComponentsQuestionsComeBack(String asked) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent peer = attach(asked)) {
            for (String type : List.of("result", "error")) {
                component.send(
                        "<iq type='get' id='q-%s' from='%s' to='%s'>%s</iq>".formatted(type, SERVED, asked, PING));
                Stanza question = peer.received().next(PATIENCE);
                assertThat(question.is("iq", "get", SERVED)).isTrue();
                peer.send("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>"
                        .formatted(
                                type,
                                question.id(),
                                asked,
                                SERVED,
                                type.equals("result")
                                        ? ""
                                        : "<error type='cancel'><item-not-found"
                                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
                Stanza answer = component.awaitReply("q-" + type, asked, PATIENCE);
                assertThat(answer.type()).isEqualTo(type);
                assertThat(answer.to()).isEqualTo(SERVED);
            }
            component.send("<iq type='get' id='disco' from='%s' to='capulet.lit'><query xmlns='%s'/></iq>"
                    .formatted(SERVED, "http://jabber.org/protocol/disco#info"));
            assertThat(component.awaitReply("disco", "capulet.lit", PATIENCE).type())
                    .isEqualTo("result");
        }
    }

    // "Component away: presence is not answered in its stead (above all no `subscribed`), an IQ gets
    // `remote-server-timeout` of type `wait`."

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {NEIGHBOUR, REMOTE})
    @DisplayName("Component away: presence is answered with nothing, an IQ with remote-server-timeout of type wait")
    void componentAway(String sender) {
        try (RawComponent peer = attach(sender)) {
            for (String type : PRESENCE_TYPES) {
                peer.send(presence(type, sender, SERVED));
            }
            peer.send("<iq type='result' id='late' from='%s' to='%s'/>".formatted(sender, SERVED));
            assertHeardNothing(peer);

            for (String payload : List.of(TRUST, command(SERVER_BUDDY), "<query xmlns='jabber:iq:roster'/>")) {
                Stanza answer = Asker.of(peer).ask("set", SERVED, payload);
                assertThat(answer.type()).isEqualTo("error");
                assertThat(answer.errorCondition()).isEqualTo("remote-server-timeout");
                assertThat(answer.find("error", "jabber:component:accept"))
                        .hasValueSatisfying(
                                error -> assertThat(error.getAttribute("type")).isEqualTo("wait"));
            }
        }
    }

    @Test
    @DisplayName("Component killed while requests arrive: none is answered by the server itself, and it may come back")
    void componentKilled() {
        try (RawComponent peer = attach(NEIGHBOUR)) {
            RawComponent component = attach(COMPONENT);
            for (int i = 0; i < 300; i++) {
                peer.send(presence("subscribe", NEIGHBOUR, SERVED));
                if (i == 100) {
                    component.received().next(PATIENCE);
                    component.drop();
                }
            }
            assertHeardNothing(peer);

            try (RawComponent again = attachOnceFree(COMPONENT)) {
                again.received().clear();
                assertPassedOn(again, Asker.of(peer), "get", TRUST);
            }
        }
    }

    // "The component's own secret and domain remain what authenticates it; the bridge hands over only to that
    // component,
    // and lets it speak only for domains configured for it."

    @Test
    @DisplayName("The component's own secret remains what authenticates it")
    void theSecretCounts() {
        assertThatThrownBy(() -> RawComponent.attach(montague, COMPONENT, "wrong"))
                .isInstanceOf(Refused.class);
        int port = montague.componentPort(COMPONENT);
        assertThatThrownBy(() -> RawComponent.attach(montague, SERVED, port, montague.secret(COMPONENT)))
                .as("nobody attaches as the served domain itself")
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='montague.lit' to='peer.montague.lit'><body>no</body></message>",
                "<message from='admin@montague.lit' to='peer.montague.lit'><body>no</body></message>",
                "<presence from='admin@montague.lit' to='peer.montague.lit'/>",
                "<presence from='montague.lit/res' to='peer.montague.lit'/>",
                "<presence from='capulet.lit' to='peer.montague.lit' type='subscribed'/>",
                "<iq type='get' id='no' from='admin@montague.lit' to='peer.montague.lit'><x xmlns='a:b'/></iq>",
                "<iq type='get' id='no' from='montague.lit/res' to='peer.montague.lit'><x xmlns='a:b'/></iq>",
                "<iq type='get' id='no' from='xmontague.lit' to='peer.montague.lit'><x xmlns='a:b'/></iq>"
            })
    @DisplayName("The component may say presence and IQs from exactly the served domain: anything else ends its stream")
    void nothingElseMayBeSaid(String stanza) {
        try (RawComponent neighbour = attach(NEIGHBOUR);
                RawComponent component = attach(COMPONENT)) {
            component.send(presence("", SERVED, NEIGHBOUR));
            assertThat(neighbour.received().next(PATIENCE).from()).isEqualTo(SERVED);
            component.send(stanza);
            assertInvalidFrom(component);
            assertHeardNothing(neighbour);
        }
    }

    @Test
    @DisplayName("The component still speaks for its own domain, its users and in messages")
    void ownDomainAsBefore() {
        try (RawComponent component = attach(COMPONENT);
                AdminClient user = logIn()) {
            String notices = "montague.lit@" + COMPONENT;
            component.send("<message from='%s' to='%s'><body>a notice</body></message>".formatted(notices, user.jid()));
            user.awaitMessage(notices, "a notice", PATIENCE);
            user.sendRaw("<message to='%s' type='chat'><body>pending</body></message>".formatted(notices));
            assertThat(component.received().next(PATIENCE).is("message", "chat", user.jid()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SERVED, COMPONENT, "romeo@montague.lit"})
    @DisplayName("Another component of the same server may not speak for the served domain")
    void onlyThatComponent(String from) {
        try (RawComponent component = attach(COMPONENT);
                RawComponent remote = attach(REMOTE);
                RawComponent neighbour = attach(NEIGHBOUR)) {
            neighbour.send(presence("subscribed", NEIGHBOUR, REMOTE));
            assertThat(remote.received().next(PATIENCE).from()).isEqualTo(NEIGHBOUR);
            neighbour.send(presence("subscribed", from, REMOTE));
            assertInvalidFrom(neighbour);

            component.send(presence("subscribe", SERVED, REMOTE));
            assertThat(remote.received().next(PATIENCE).is("presence", "subscribe", SERVED))
                    .isTrue();
        }
    }
}
