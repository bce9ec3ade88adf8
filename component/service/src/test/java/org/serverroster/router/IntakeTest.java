package org.serverroster.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.serverroster.xmpp.TestStanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

@DisplayName("What comes in is answered, dropped and counted, or handed to its handler")
class IntakeTest {

    private static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");

    private final List<Element> sent = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<RosterChange> changes = new ArrayList<>();
    private final List<PeerDomain> heard = new ArrayList<>();
    private final Door door = new Door(Set.of(BUDDIES), sent::add);
    private final Router router = new Router.Builder()
            .iq(IQ.Type.get, Namespaces.PING, "ping", (in, roster) -> Outcome.answer(Stanzas.result(in)))
            .iq(IQ.Type.get, Namespaces.VERSION, "query", (in, roster) -> {
                throw new IllegalStateException("a fault of ours");
            })
            .presence(
                    Presence.Type.subscribe,
                    (in, roster) -> Outcome.change(new RosterChange(
                            new PeerDomain(in.from().domain()),
                            (r, item, now) -> null,
                            d -> List.of(),
                            x -> List.of())))
            .build();
    private final Intake intake = new Intake(
            BUDDIES,
            List.of(new Intake.Local(
                    BUDDIES, router, () -> Roster.of(BUDDIES, 0, List.of()), changes::add, heard::add)),
            door,
            dropped::add);

    private String answerTo(String xml) {
        sent.clear();
        intake.take(TestStanzas.element(xml));
        assertThat(sent).as(xml).hasSize(1);
        return sent.get(0).asXML();
    }

    @Test
    void a_request_is_answered_by_its_handler_from_the_address_it_was_for() {
        assertThat(answerTo("<iq type='get' id='p1' from='peer.lit' to='buddies.montague.lit'>"
                        + "<ping xmlns='urn:xmpp:ping'/></iq>"))
                .isEqualTo("<iq type=\"result\" id=\"p1\" from=\"buddies.montague.lit\" to=\"peer.lit\"/>");
    }

    @Test
    @DisplayName("Unknown IQ get/set: service-unavailable")
    void unknown_payload() {
        assertThat(answerTo("<iq type='set' id='u1' from='peer.lit' to='buddies.montague.lit'><x xmlns='urn:x'/></iq>"))
                .contains("type=\"error\"", "id=\"u1\"", "service-unavailable");
    }

    @ParameterizedTest
    @DisplayName("A malformed payload in a known namespace: bad-request")
    @ValueSource(
            strings = {
                "<iq type='get' id='m1' from='peer.lit' to='buddies.montague.lit'><pong xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='set' id='m1' from='peer.lit' to='buddies.montague.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='get' id='m1' from='peer.lit' to='buddies.montague.lit'/>",
                "<iq type='get' id='m1' from='peer.lit' to='buddies.montague.lit'><ping xmlns='urn:xmpp:ping'/>"
                        + "<ping xmlns='urn:xmpp:ping'/></iq>"
            })
    void malformed_payload(String xml) {
        assertThat(answerTo(xml)).contains("type=\"error\"", "id=\"m1\"", "bad-request");
    }

    @ParameterizedTest
    @DisplayName("A stanza whose `to` is no local domain of this component: `item-not-found` for an IQ")
    @CsvSource({
        "montague.lit, buddies.montague.lit",
        "other.montague.lit, buddies.montague.lit",
        "someone@buddies.montague.lit, someone@buddies.montague.lit"
    })
    void an_iq_for_somebody_else(String to, String answering) {
        assertThat(answerTo("<iq type='get' id='x' from='peer.lit' to='" + to + "'><ping xmlns='urn:xmpp:ping'/></iq>"))
                .contains("item-not-found", "id=\"x\"", "from=\"" + answering + "\"");
    }

    @ParameterizedTest
    @DisplayName("else dropped and counted")
    @ValueSource(
            strings = {
                "<presence type='subscribe' from='peer.lit' to='montague.lit'/>",
                "<message from='peer.lit' to='x@buddies.montague.lit'><body>hi</body></message>",
                "<iq type='result' id='r' from='peer.lit' to='montague.lit'/>"
            })
    void a_stanza_for_somebody_else(String xml) {
        intake.take(TestStanzas.element(xml));

        assertThat(sent).isEmpty();
        assertThat(changes).isEmpty();
        assertThat(dropped).containsExactly("not-here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<presence type='subscribe' to='buddies.montague.lit'/>",
                "<presence type='subscribe' from='peer.lit'/>",
                "<presence type='subscribe' from='@@' to='buddies.montague.lit'/>",
                "<presence type='nonsense' from='peer.lit' to='buddies.montague.lit'/>",
                "<iq type='get' from='peer.lit' to='buddies.montague.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq id='1' from='peer.lit' to='buddies.montague.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='fetch' id='1' from='peer.lit' to='buddies.montague.lit'/>"
            })
    void what_can_not_be_answered_is_dropped_and_counted(String xml) {
        intake.take(TestStanzas.element(xml));

        assertThat(sent).isEmpty();
        assertThat(changes).isEmpty();
        assertThat(dropped).containsExactly("malformed");
    }

    @Test
    @DisplayName("IQ result or error nobody waits for: dropped")
    void a_reply_nobody_waits_for() {
        intake.take(TestStanzas.element("<iq type='result' id='r1' from='peer.lit' to='buddies.montague.lit'/>"));
        intake.take(TestStanzas.element("<iq type='error' id='r1' from='peer.lit' to='buddies.montague.lit'/>"));

        assertThat(sent).isEmpty();
    }

    @Test
    void a_change_goes_to_the_roster_thread_and_the_peer_was_heard() {
        intake.take(TestStanzas.element("<presence type='subscribe' from='PEER.lit/x' to='buddies.montague.lit'/>"));

        assertThat(changes).extracting(RosterChange::peer).containsExactly(PeerDomain.parse("peer.lit"));
        assertThat(heard).containsExactly(PeerDomain.parse("peer.lit"));
    }

    @Test
    void our_own_domain_asks_nothing_of_itself() {
        intake.take(TestStanzas.element(
                "<presence type='subscribe' from='buddies.montague.lit' to='buddies.montague.lit'/>"));

        assertThat(changes).isEmpty();
        assertThat(dropped).containsExactly("from-ourselves");
    }

    private static final LocalDomain VERONA = LocalDomain.parse("verona.lit");

    /** The same component, which serves verona.lit besides. */
    private Intake serving(Door out) {
        return new Intake(
                BUDDIES,
                List.of(
                        new Intake.Local(
                                BUDDIES, router, () -> Roster.of(BUDDIES, 0, List.of()), changes::add, heard::add),
                        new Intake.Local(
                                VERONA,
                                VERONA.adminAddress(BUDDIES),
                                new Router.Builder()
                                        .iq(
                                                IQ.Type.get,
                                                Namespaces.PING,
                                                "ping",
                                                (in, roster) -> Outcome.answer(Stanzas.result(in)))
                                        .message((in, roster) -> Outcome.answer(Stanzas.message(
                                                in.to(), in.from(), Message.Type.chat, "", "of " + roster.domain())))
                                        .build(),
                                () -> Roster.of(VERONA, 0, List.of()),
                                changes::add,
                                heard::add)),
                out,
                dropped::add);
    }

    private Door doorOfTwo() {
        return new Door(Set.of(BUDDIES), Set.of(VERONA), sent::add, domain -> dropped.add("kept back " + domain));
    }

    @ParameterizedTest
    @DisplayName(
            "A stanza between two different local domains of one component (virtual hosts) is taken, and what people say")
    @CsvSource({
        "buddies.montague.lit, verona.lit",
        "verona.lit, buddies.montague.lit",
        "romeo@verona.lit/street, verona.lit",
        "romeo@verona.lit/street, buddies.montague.lit"
    })
    void between_our_own_domains(String from, String to) {
        Door out = doorOfTwo();
        out.open(VERONA);
        serving(out)
                .take(TestStanzas.element("<iq type='get' id='b' from='%s' to='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                        .formatted(from, to)));

        assertThat(sent).extracting(Element::asXML).containsExactly("""
                <iq type="result" id="b" from="%s" to="%s"/>""".formatted(to, from));
    }

    @ParameterizedTest
    @DisplayName("From a domain to itself is dropped")
    @CsvSource({
        "verona.lit, verona.lit",
        "verona.lit/x, verona.lit",
        "buddies.montague.lit, buddies.montague.lit",
        "verona.lit@buddies.montague.lit, buddies.montague.lit",
        "verona.lit@buddies.montague.lit, verona.lit"
    })
    void from_ourselves(String from, String to) {
        Door out = doorOfTwo();
        out.open(VERONA);
        serving(out)
                .take(TestStanzas.element("<iq type='get' id='b' from='%s' to='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                        .formatted(from, to)));

        assertThat(sent).isEmpty();
        assertThat(dropped).containsExactly("from-ourselves");
    }

    @Test
    @DisplayName("A message for a served domain goes to an address of the component's own; none is taken at the domain")
    void messages() {
        Intake both = serving(doorOfTwo());
        both.take(TestStanzas.element(
                "<message from='romeo@verona.lit' to='Verona.LIT@buddies.montague.lit/x'><body>help</body></message>"));
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).asXML())
                .contains("of verona.lit", "from=\"verona.lit@buddies.montague.lit/x\"", "to=\"romeo@verona.lit\"");

        both.take(TestStanzas.element("<message from='romeo@verona.lit' to='verona.lit'><body>help</body></message>"));
        both.take(TestStanzas.element(
                "<message from='a@b.lit' to='mantua.lit@buddies.montague.lit'><body>help</body></message>"));
        assertThat(sent).hasSize(1);
        assertThat(dropped).containsExactly("not-here", "not-here");
    }

    @ParameterizedTest
    @DisplayName(
            "Where a served domain's admins write to, nobody is there: a request is refused at once, not for ever open")
    @CsvSource({"romeo@verona.lit/street, romeo@verona.lit", "peer.lit, peer.lit"})
    void subscribing_to_where_admins_write_to(String from, String answered) {
        Intake both = serving(doorOfTwo());
        both.take(TestStanzas.element(
                "<presence type='subscribe' from='%s' to='verona.lit@buddies.montague.lit'/>".formatted(from)));
        assertThat(sent).extracting(Element::asXML).containsExactly("""
                <presence type="unsubscribed" from="verona.lit@buddies.montague.lit" to="%s"/>""".formatted(answered));

        for (String type : List.of("probe", "subscribed", "unsubscribe", "unsubscribed", "unavailable", "error")) {
            both.take(TestStanzas.element(
                    "<presence type='%s' from='%s' to='verona.lit@buddies.montague.lit'/>".formatted(type, from)));
        }
        both.take(TestStanzas.element(
                "<presence type='subscribe' from='%s' to='mantua.lit@buddies.montague.lit'/>".formatted(from)));
        assertThat(sent).hasSize(1);
        assertThat(changes).isEmpty();
        assertThat(dropped).hasSize(7).containsOnly("not-here");
    }

    @Test
    @DisplayName(
            "Nothing leaves from a served domain before its bridge was found, and never anything but presence and IQ")
    void the_door_of_a_served_domain() {
        Door out = doorOfTwo();
        Presence presence = Stanzas.presence(VERONA.jid(), Jid.parse("peer.lit"), null);
        assertThat(out.offer(presence)).isFalse();
        assertThat(dropped).containsExactly("kept back verona.lit");

        out.open(VERONA);
        assertThat(out.offer(presence)).isTrue();
        for (String from : List.of("verona.lit/x", "romeo@verona.lit", "below.verona.lit")) {
            assertThat(out.offer(Stanzas.presence(Jid.parse(from), Jid.parse("peer.lit"), null)))
                    .as(from)
                    .isFalse();
        }
        assertThat(out.offer(Stanzas.message(
                        VERONA.jid(), Jid.parse("peer.lit"), Message.Type.chat, "", "no bridge takes it")))
                .isFalse();
        assertThat(out.offer(Stanzas.presence(VERONA.adminAddress(BUDDIES), Jid.parse("peer.lit"), null)))
                .isTrue();

        out.close(VERONA);
        assertThat(out.offer(presence)).isFalse();
        assertThat(sent).hasSize(2);
    }

    @Test
    @DisplayName("The server closes the stream on a resource of a served domain: its answers come from the bare one")
    void a_resource_of_a_served_domain() {
        Door out = doorOfTwo();
        out.open(VERONA);
        Intake both = serving(out);
        both.take(TestStanzas.element(
                "<iq type='get' id='b' from='peer.lit' to='verona.lit/x'><ping xmlns='urn:xmpp:ping'/></iq>"));
        both.take(TestStanzas.element("<iq type='get' id='c' from='peer.lit' to='romeo@verona.lit'/>"));
        both.refuseOversized(TestStanzas.element("<iq type='get' id='d' from='peer.lit' to='verona.lit/x'/>"));

        assertThat(sent)
                .extracting(answer -> answer.attributeValue("from"))
                .containsExactly("verona.lit", "buddies.montague.lit", "verona.lit");
    }

    @Test
    void a_fault_of_ours_costs_one_stanza_and_nothing_after_it() {
        assertThat(answerTo("<iq type='get' id='v1' from='peer.lit' to='buddies.montague.lit'>"
                        + "<query xmlns='jabber:iq:version'/></iq>"))
                .contains("internal-server-error");
        assertThat(answerTo("<iq type='get' id='p2' from='peer.lit' to='buddies.montague.lit'>"
                        + "<ping xmlns='urn:xmpp:ping'/></iq>"))
                .contains("id=\"p2\"", "result");
    }

    @Test
    void an_oversized_request_is_refused_and_anything_else_oversized_dropped() {
        intake.refuseOversized(
                TestStanzas.element("<iq type='get' id='o1' from='peer.lit' to='buddies.montague.lit'/>"));
        intake.refuseOversized(TestStanzas.element("<message from='peer.lit' to='buddies.montague.lit'/>"));

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).asXML()).contains("id=\"o1\"", "<policy-violation xmlns=");
        assertThat(dropped).containsExactly("oversized", "oversized");
    }

    @Test
    @DisplayName(
            "XEP-0114: The domain identifier portion of the JID contained in the 'from' attribute MUST match the hostname"
                    + " of the component.")
    void nothing_leaves_from_a_domain_that_is_not_ours() {
        Jid peer = Jid.parse("peer.lit");

        assertThat(door.offer(Stanzas.presence(Jid.parse("montague.lit"), peer, null)))
                .isFalse();
        assertThat(door.offer(Stanzas.presence(BUDDIES.jid(), peer, null))).isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    @DisplayName(
            "XEP-0114: All stanzas sent to the server MUST possess a 'from' attribute and a 'to' attribute, as in the"
                    + " 'jabber:server' namespace.")
    void nothing_leaves_without_both_addresses() {
        assertThat(door.offer(new Presence())).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void two_handlers_for_one_kind_of_stanza_are_refused_at_start() {
        Router.Builder builder = new Router.Builder().message((in, roster) -> Outcome.nothing());

        assertThatThrownBy(() -> builder.message((in, roster) -> Outcome.nothing()))
                .hasMessageContaining("two handlers");
    }
}
