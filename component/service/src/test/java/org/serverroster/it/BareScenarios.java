package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jivesoftware.smack.XMPPException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;

/** What a server that speaks for itself does, and what stays as it was. */
interface BareScenarios extends Scenarios {

    String PASSWORD = "a user's password 1597";

    private static RawReader reader(Side side) {
        return new RawReader(
                RawComponent.attach(side.server(), Side.readerOf(side.server().domain())), side.address());
    }

    @Test
    @DisplayName("XEP-0267, 1: \"montague.lit\" subscribes to \"capulet.lit\", not one component to another: by the"
            + " command at montague.lit, approved by the command at capulet.lit; programs of either server are told so")
    default void montagueAndCapulet() throws Exception {
        Side montague = federation().montague();
        Side capulet = federation().capulet();
        assertThat(montague.address()).isEqualTo("montague.lit");
        try (RawReader reader = reader(montague)) {
            assertThat(reader.trust("capulet.lit").getAttribute("trusted")).isEqualTo("false");

            assertThat(montague.run(Nodes.SUBSCRIBE, capulet)).startsWith("info: capulet.lit is asked");
            Stanza notice = capulet.awaitNotice("montague.lit asks to subscribe to capulet.lit");
            assertThat(notice.from()).isEqualTo("capulet.lit@buddies.capulet.lit");
            assertThat(notice.text("body"))
                    .contains(
                            "announces that it keeps a server roster",
                            "write to capulet.lit@buddies.capulet.lit: approve montague.lit");
            assertThat(capulet.run(Nodes.APPROVE, montague)).contains("is approved, and it is asked");
            assertThat(montague.awaitNotice("capulet.lit approved our request").text("body"))
                    .contains("There is nothing for you to do.");
            awaitBoth(montague, capulet);

            assertThat(reader.trust("capulet.lit").getAttribute("trusted")).isEqualTo("true");
            assertThat(reader.trust("juliet@capulet.lit/balcony").getAttribute("subscription"))
                    .isEqualTo("both");
            assertThat(RawReader.item(reader.roster(null))).isEqualTo("capulet.lit both");
        }
        try (RawReader reader = reader(capulet)) {
            assertThat(reader.trust("montague.lit").getAttribute("trusted")).isEqualTo("true");
            assertThat(RawReader.item(reader.roster(null))).isEqualTo("montague.lit both");
        }
        // The component keeps a roster of its own, and nothing of this is in it.
        for (Side side : List.of(montague, capulet)) {
            assertThat(side.tableOf(side.component()).states()).isEmpty();
        }
    }

    @Test
    @DisplayName("Presence is exchanged between the servers: who stops in order is unavailable, and available again")
    default void presence() {
        Side montague = federation().montague();
        Side capulet = federation().capulet();
        makeBuddies(montague, capulet);
        capulet.stopService();
        montague.awaitAvailable(capulet, "false");
        capulet.startService();
        capulet.awaitReady();
        awaitBoth(montague, capulet);
    }

    @Test
    @DisplayName("The address for administrators knows the words of chat, and whose roster it is about")
    default void chat() {
        Side montague = federation().montague();
        Side capulet = federation().capulet();
        assertThat(montague.chat("subscribe capulet.lit")).startsWith("capulet.lit is asked");
        capulet.awaitNotice("montague.lit asks to subscribe");
        assertThat(capulet.chat("pending")).contains("montague.lit");
        assertThat(capulet.chat("approve montague.lit welcome")).contains("is approved");
        assertThat(montague.awaitNotice("capulet.lit approved our request").text("body"))
                .contains("“welcome”");
        awaitBoth(montague, capulet);
        assertThat(montague.chat("roster")).contains("capulet.lit: Both");
        assertThat(montague.chat("trust capulet.lit")).startsWith("capulet.lit is trusted");
        assertThat(montague.chat("help")).contains("subscribe SERVER");
        capulet.awaitNotice("montague.lit approved our request");
    }

    @Test
    @DisplayName("XEP-0267, 3: each server's own disco#info announces urn:xmpp:server-presence; its users see the"
            + " commands, which are the administrators' alone")
    default void discovery() throws Exception {
        Side montague = federation().montague();
        Side capulet = federation().capulet();
        for (Side each : List.of(montague, capulet)) {
            for (Side asker : List.of(montague, capulet)) {
                assertThat(asker.admin().features(each.address()))
                        .contains("urn:xmpp:server-presence", "http://jabber.org/protocol/disco#info");
            }
            assertThat(each.admin().commands(each.address())).contains(Nodes.SUBSCRIBE, Nodes.PENDING, Nodes.ROSTER);
        }
        assertThatThrownBy(() -> capulet.admin().execute(montague.address(), Nodes.SUBSCRIBE))
                .isInstanceOfSatisfying(
                        XMPPException.XMPPErrorException.class,
                        error -> assertThat(error.getStanzaError().getCondition())
                                .hasToString("forbidden"));
        federation().awaitMirror(montague, "None");
    }

    @Test
    @DisplayName(
            "\"A user of the server still logs in, has his roster and presence, uses the server's other commands\"")
    default void usersLiveAsBefore() throws Exception {
        Side montague = federation().montague();
        Side capulet = federation().capulet();
        makeBuddies(montague, capulet);
        montague.server().addUser("romeo", PASSWORD);
        capulet.server().addUser("juliet", PASSWORD);
        try (AdminClient romeo = AdminClient.connect(montague.server(), "romeo", PASSWORD, "orchard");
                AdminClient juliet = AdminClient.connect(capulet.server(), "juliet", PASSWORD, "balcony")) {
            romeo.sendRaw("<iq type='set' id='add'><query xmlns='jabber:iq:roster'>"
                    + "<item jid='juliet@capulet.lit' name='Juliet'/></query></iq>");
            assertThat(byId(romeo, "add").type()).isEqualTo("result");
            romeo.sendRaw("<iq type='get' id='read'><query xmlns='jabber:iq:roster'/></iq>");
            assertThat(byId(romeo, "read").findAll("item", "jabber:iq:roster"))
                    .singleElement()
                    .satisfies(item -> assertThat(item.getAttribute("name")).isEqualTo("Juliet"));

            romeo.sendRaw("<presence type='subscribe' to='juliet@capulet.lit'/>");
            awaitPresence(juliet, "subscribe", "romeo@montague.lit");
            juliet.sendRaw("<presence type='subscribed' to='romeo@montague.lit'/>");
            awaitPresence(romeo, "", juliet.jid());

            for (Side each : List.of(montague, capulet)) {
                assertThat(romeo.request("get", each.address(), "<ping xmlns='urn:xmpp:ping'/>")
                                .type())
                        .isEqualTo("result");
            }
            assertThat(romeo.features("montague.lit")).contains("http://jabber.org/protocol/disco#info");
            String own = romeo.commands("montague.lit").stream()
                    .filter(node -> Stream.of("uptime", "ping").anyMatch(node::equals))
                    .findFirst()
                    .orElseThrow();
            assertThat(romeo.execute("montague.lit", own).isCompleted()).isTrue();

            // No administrator: he may look at the roster by neither way.
            assertThat(romeo.request("set", "montague.lit", Forms.command(Nodes.ROSTER, Map.of()))
                            .errorCondition())
                    .isEqualTo("forbidden");
            assertThat(romeo.request(
                                    "get", "montague.lit", "<trust xmlns='%s' jid='a.lit'/>".formatted(RawReader.TRUST))
                            .errorCondition())
                    .isEqualTo("forbidden");
        }
    }

    private static Stanza byId(AdminClient client, String id) {
        return client.received()
                .await("reply " + id, Side.PATIENCE, stanza -> stanza.id().equals(id));
    }

    private static void awaitPresence(AdminClient client, String type, String from) {
        client.received().await("presence '" + type + "'", Side.PATIENCE, stanza -> stanza.is("presence", type, from));
    }
}
