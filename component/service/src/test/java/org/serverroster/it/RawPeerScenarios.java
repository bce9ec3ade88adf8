package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

/** What a peer may say that no well-behaved server roster would, through a real server. */
abstract class RawPeerScenarios extends RawPeerWorld {

    /** Requests, each taken back: what one peer may say in some minutes. */
    private static final int FLOOD = 200;

    private static final String STATUS = "<status>%s</status>";

    RawPeerScenarios(ServerKind kind) {
        super(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@peer.montague.lit", "romeo@peer.montague.lit/balcony"})
    @DisplayName("\"A subscribe from an address with a local part is answered unsubscribed and stored nowhere\"")
    void subscribeOfAUser(String user) throws Exception {
        peer().presence("subscribe", user, montague().component(), "");
        Stanza answer = peer().awaitPresence("unsubscribed");
        assertThat(answer.to()).isEqualTo("romeo@peer.montague.lit");
        assertThat(answer.from()).isEqualTo(montague().component());
        assertNothingStored();
    }

    @Test
    @DisplayName("\"A stanza whose to is no local domain of this component: item-not-found for an IQ, else dropped\"")
    void toAUserOfOurs() throws Exception {
        String user = "romeo@" + montague().component();
        for (String type : new String[] {"subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", ""}) {
            peer().presence(type, PEER, user, "");
        }
        peer().component().send("<message from='%s' to='%s'><body>roster</body></message>".formatted(PEER, user));
        assertThat(peer().ask("get", user, "<query xmlns='jabber:iq:version'/>").errorCondition())
                .isEqualTo("item-not-found");
        peer().assertUnanswered();
        assertNothingStored();
    }

    @Test
    @DisplayName("A resource makes no other peer, and is no way past a decision")
    void resources() throws Exception {
        peer().presence("subscribe", PEER + "/one", montague().component() + "/any", "");
        montague().awaitNotice(PEER + " asks to subscribe");
        peer().presence("subscribe", PEER + "/two", montague().component(), "");
        peer().assertUnanswered();
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "None + Pending In"));
        assertThat(montague().chat("deny " + PEER)).contains("is refused");
        assertThat(peer().awaitPresence("unsubscribed").to()).isEqualTo(PEER);
        assertThat(montague().notices()).isEmpty();
    }

    @Test
    @DisplayName("\"A domain is compared after normalising: … an IDN as its U-label\"")
    void internationalDomain() throws Exception {
        try (RawPeer books = RawPeer.attach(montague(), INTERNATIONAL)) {
            books.presence("subscribe");
            assertThat(montague()
                            .awaitNotice(INTERNATIONAL + " (xn--bcher-kva.montague.lit) asks to subscribe")
                            .text("body"))
                    .contains("approve " + INTERNATIONAL);
            assertThat(montague().run(Nodes.APPROVE, "XN--bcher-kva.Montague.lit.", Map.of()))
                    .contains("is approved");
            books.awaitPresence("subscribed");
            assertThat(books.awaitPresence("subscribe").to()).isEqualTo(INTERNATIONAL);
            books.awaitPresence("");
            books.presence("subscribed");
            montague().awaitNotice(INTERNATIONAL + " (xn--bcher-kva.montague.lit) approved our request");
            assertThat(montague().table().states()).containsExactly(Map.entry(INTERNATIONAL, "Both"));
        }
    }

    @Test
    @DisplayName("RFC 3921, 5.1.3: a probe is answered by the state: forbidden, not-authorized, or with our presence")
    void probes() throws Exception {
        assertThat(peer().probed()).isEqualTo("forbidden");
        assertNothingStored();

        peer().presence("subscribe");
        montague().awaitNotice(PEER + " asks to subscribe");
        assertThat(peer().probed()).isEqualTo("not-authorized");

        montague().run(Nodes.APPROVE, PEER, Map.of());
        peer().awaitPresence("subscribed");
        peer().awaitPresence("subscribe");
        peer().awaitPresence("");
        peer().presence("probe");
        assertThat(peer().awaitPresence("").from()).isEqualTo(montague().component());

        peer().presence("subscribed");
        montague().awaitNotice(PEER + " approved our request");
        peer().presence("unsubscribe");
        peer().awaitPresence("unavailable");
        peer().awaitPresence("unsubscribed");
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "To"));
        assertThat(peer().probed()).isEqualTo("forbidden");

        assertThat(montague().run(Nodes.BLOCK, PEER, Map.of("ignore", List.of("true"))))
                .contains("blocked");
        peer().presence("probe");
        peer().presence("subscribe");
        peer().assertUnanswered();
        montague().chat("unblock " + PEER);
    }

    @Test
    @DisplayName("What was never asked for changes nothing: an approval that nobody asked for, a refusal, a farewell")
    void unsolicited() throws Exception {
        for (String type : new String[] {"subscribed", "unsubscribed", "unsubscribe", "unavailable"}) {
            peer().presence(type);
        }
        peer().assertUnanswered();
        // Who greets us thinks that we are subscribed, which is not so.
        peer().presence("");
        peer().awaitPresence("unsubscribe");
        assertThat(montague().notices()).isEmpty();
        assertNothingStored();

        // From is ours to give, To theirs: a forged approval must not lift one to the other.
        peer().presence("subscribe");
        montague().awaitNotice(PEER + " asks to subscribe");
        montague().run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false")));
        peer().awaitPresence("subscribed");
        peer().awaitPresence("");
        peer().presence("subscribed");
        peer().assertUnanswered();
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "From"));
    }

    @Test
    @DisplayName("An error for our request is told once, one for anything else not at all, and none is answered")
    void presenceErrors() throws Exception {
        String error = "<presence type='error' id='%s' from='" + PEER + "' to='"
                + montague().component()
                + "'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:&#x202e;x</gone>"
                + "</error></presence>";
        peer().component().send(error.formatted("subscribe-of-nobody"));
        peer().component().send(error.formatted("any"));
        peer().assertUnanswered();
        assertNothingStored();

        montague().run(Nodes.SUBSCRIBE, PEER, Map.of());
        String id = peer().awaitPresence("subscribe").id();
        peer().component().send(error.formatted(id));
        peer().component().send(error.formatted(id));
        montague().awaitNotice("Our request to " + PEER);
        peer().presence("subscribed");
        montague().awaitNotice(PEER + " approved our request");
        assertThat(montague().notices()).isEmpty();
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "To"));
    }

    @Test
    @DisplayName("\"Unknown IQ get/set: service-unavailable. IQ result or error nobody waits for: dropped\"")
    void unknownIqs() throws Exception {
        for (String type : new String[] {"get", "set"}) {
            assertThat(peer().ask(type, montague().component(), "<any xmlns='urn:example:any'><a/><b>&amp;</b></any>")
                            .errorCondition())
                    .isEqualTo("service-unavailable");
        }
        assertThat(peer().ask("set", montague().component(), "<ping xmlns='urn:xmpp:ping'/>")
                        .errorCondition())
                .isEqualTo("bad-request");
        for (String type : new String[] {"result", "error"}) {
            peer().component()
                    .send("<iq type='%s' id='x' from='%s' to='%s'/>"
                            .formatted(type, PEER, montague().component()));
        }
        peer().assertUnanswered();
        assertNothingStored();
    }

    @Test
    @DisplayName("A peer is no administrator, whatever it sends: commands, forms and chat are forbidden to it")
    void noAdministrator() throws Exception {
        peer().presence("subscribe");
        Stanza notice = montague().awaitNotice(PEER + " asks to subscribe");
        for (String node : new String[] {Nodes.APPROVE, Nodes.ROSTER, Nodes.PENDING, "urn:example:none"}) {
            assertThat(peer().ask("set", montague().component(), Forms.command(node, Map.of("peerjid", PEER)))
                            .errorCondition())
                    .isEqualTo("forbidden");
        }
        assertThat(peer().ask(
                                "get",
                                montague().component(),
                                "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>")
                        .findAll("item", "http://jabber.org/protocol/disco#items"))
                .isEmpty();
        for (String from : new String[] {PEER, "admin@" + PEER, "admin@" + PEER + "/desk"}) {
            peer().component()
                    .send("<message from='%s' to='%s' type='chat'><body>approve %s</body></message>"
                            .formatted(from, montague().component(), PEER));
            assertThat(awaitMessageError()).isEqualTo("forbidden");
        }
        peer().component()
                .send("<message from='%s' to='%s'>%s</message>"
                        .formatted(PEER, montague().component(), Forms.filledIn(notice, Map.of("approve", "true"))));
        assertThat(awaitMessageError()).isEqualTo("forbidden");
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "None + Pending In"));
    }

    @Test
    @DisplayName("A reason may hold anything that XML can: it is kept, told, and does nothing to the log")
    void hostileReason() throws Exception {
        String reason = "Rosé \uD83C\uDF39 &lt;b&gt; '; drop table roster_item; -- ${jndi:ldap://x} %n \u202Etxt.exe\n"
                + "2026-01-01 00:00:00.000 INFO  forged line";
        peer().presence("subscribe", PEER, montague().component(), STATUS.formatted(reason) + "<deep><er/></deep>");
        assertThat(montague().awaitNotice(PEER + " asks to subscribe").text("body"))
                .contains("Rosé \uD83C\uDF39 <b> '; drop table", "${jndi:ldap://x}")
                .doesNotContain("\u202E");
        peer().assertUnanswered();
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "None + Pending In"));
        assertThat(montague().chat("pending")).contains("Rosé").doesNotContain("\u202E");
        assertThat(montague().service().output())
                .noneMatch(line -> line.startsWith("2026-01-01"))
                .noneMatch(line -> line.contains("\u202E"));
    }

    @Test
    @DisplayName("A stanza beyond the limit is not taken, one below it is, and the stream goes on")
    void largeStanzas() throws Exception {
        peer().presence(
                        "subscribe",
                        PEER,
                        montague().component(),
                        "<pad xmlns='urn:x'>" + "p".repeat(270_000) + "</pad>");
        assertThat(peer().ask("get", montague().component(), "<any xmlns='urn:x'>" + "p".repeat(270_000) + "</any>")
                        .errorCondition())
                .isEqualTo("policy-violation");
        peer().assertUnanswered();
        assertNothingStored();

        peer().presence("subscribe", PEER, montague().component(), STATUS.formatted("é".repeat(100_000)));
        montague().awaitNotice(PEER + " asks to subscribe");
        assertThat(montague().table().states()).containsExactly(Map.entry(PEER, "None + Pending In"));
    }

    @Test
    @DisplayName("\"what is over them gets <presence type='error'/> with resource-constraint of type wait\", and the"
            + " administrator is not told of each")
    void flood() throws Exception {
        try (RawPeer flood = RawPeer.attach(montague(), "flood.montague.lit")) {
            for (int i = 0; i < FLOOD; i++) {
                flood.presence("subscribe");
                flood.presence("unsubscribe");
            }
            Stanza error = flood.awaitPresence("error");
            assertThat(error.errorCondition()).isEqualTo("resource-constraint");
            assertThat(error.find("error", "jabber:component:accept")
                            .orElseThrow()
                            .getAttribute("type"))
                    .isEqualTo("wait");
            assertThat(flood.component()
                            .ping(montague().component(), Side.PATIENCE)
                            .type())
                    .isEqualTo("result");
            // Not a number: the longer the flood takes, the more of it is within the limit of a minute.
            assertThat(montague().table().events("flood.montague.lit")).isLessThan(FLOOD);
            assertThat(peer().component()
                            .ping(montague().component(), Side.PATIENCE)
                            .type())
                    .isEqualTo("result");
        }
        // After a flood administrators are told once a minute, which the next scenario is not to wait for.
        montague().stopService();
        montague().startService();
        montague().awaitReady();
    }
}
