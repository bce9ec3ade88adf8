package org.serverroster.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.trust.Items.item;
import static org.serverroster.trust.Questions.READER;
import static org.serverroster.trust.Questions.question;
import static org.serverroster.trust.Questions.questions;

import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("Trust questions: who may ask is told what the roster says, and every other question is answered too")
class TrustHandlerTest {

    private static final String UNKNOWN = "<trust xmlns=\"urn:x-server-roster:trust:1\" jid=\"%s\" trusted=\"false\"/>";

    private final Questions roster =
            new Questions(item("capulet.lit", SubscriptionState.BOTH), item("münchen.lit", SubscriptionState.FROM));

    /** A bad question is answered with that error alone, and the next one as if nothing had been. */
    private void assertRefused(Element answer, String type, String condition) {
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("error");
        assertThat(answer.elements()).as("no verdict beside the error").hasSize(1);
        Element error = answer.element("error");
        assertThat(error.attributeValue("type")).isEqualTo(type);
        assertThat(error.element(QName.get(condition, Namespaces.STANZA_ERRORS)))
                .as(answer.asXML())
                .isNotNull();
        assertThat(error.element(QName.get("text", Namespaces.STANZA_ERRORS)).getText())
                .hasSizeBetween(1, 300);
        assertThat(roster.about("unknown.lit")).isEqualTo(UNKNOWN.formatted("unknown.lit"));
    }

    // The answers

    @Test
    @DisplayName("The example of the page, but for what the times are")
    void the_example() {
        roster.available.put(PeerDomain.parse("capulet.lit"), true);

        assertThat(roster.receive("<iq type='get' id='t1' from='incidents.montague.lit' to='buddies.montague.lit'>"
                                + "<trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/></iq>")
                        .asXML())
                .isEqualTo("<iq type=\"result\" id=\"t1\" from=\"buddies.montague.lit\" to=\"incidents.montague.lit\">"
                        + "<trust xmlns=\"urn:x-server-roster:trust:1\" jid=\"capulet.lit\" trusted=\"true\""
                        + " subscription=\"both\" available=\"true\" since=\"2026-11-20T12:00:00Z\"/></iq>");
    }

    @ParameterizedTest
    @DisplayName("The question may name any JID; its domain is what is judged, and what the answer's `jid` holds.")
    @CsvSource({
        "capulet.lit, capulet.lit",
        "CAPULET.LIT, capulet.lit",
        "capulet.lit., capulet.lit",
        "capulet.lit/x, capulet.lit",
        "juliet@capulet.lit, capulet.lit",
        "juliet@capulet.lit/balcony, capulet.lit",
        "münchen.lit, münchen.lit",
        "MÜNCHEN.lit, münchen.lit",
        "xn--mnchen-3ya.lit, münchen.lit",
        "user@XN--MNCHEN-3YA.lit./x, münchen.lit"
    })
    void any_jid(String jid, String domain) {
        assertThat(roster.about(jid)).contains("jid=\"" + domain + "\" trusted=\"true\"");
    }

    @Test
    @DisplayName("Each answer is counted by the domains that it judges, and what is refused is not")
    void counted() {
        roster.about("capulet.lit");
        roster.result(Questions.questions(List.of("a.lit", "b.lit", "c.lit")));
        roster.ask("romeo@capulet.lit", Questions.question("capulet.lit"));
        roster.ask(Questions.READER, Questions.question("@"));
        assertThat(roster.answered).containsExactly(1, 3);
    }

    @Test
    @DisplayName("An unknown peer is `<trust jid='…' trusted='false'/>`.")
    void unknown() {
        assertThat(roster.about("verona.lit")).isEqualTo(UNKNOWN.formatted("verona.lit"));
        assertThat(roster.about("sub.capulet.lit")).isEqualTo(UNKNOWN.formatted("sub.capulet.lit"));
    }

    @ParameterizedTest
    @DisplayName("`subscription` (`none`, `to`, `from`, `both`) is there when the peer has an item")
    @EnumSource(SubscriptionState.class)
    void subscription(SubscriptionState state) {
        assertThat(new Questions(item("capulet.lit", state)).about("capulet.lit"))
                .contains("subscription=\"" + state.subscription() + "\"")
                .contains("trusted=\"" + state.from() + "\"");
    }

    @ParameterizedTest
    @DisplayName("`available` when we are subscribed to it and have heard")
    @EnumSource(SubscriptionState.class)
    void available(SubscriptionState state) {
        Questions asked = new Questions(item("capulet.lit", state));
        assertThat(asked.about("capulet.lit")).doesNotContain("available");

        for (boolean there : new boolean[] {true, false}) {
            asked.available.put(PeerDomain.parse("capulet.lit"), there);
            if (state.to()) {
                assertThat(asked.about("capulet.lit")).contains("available=\"" + there + "\"");
            } else {
                assertThat(asked.about("capulet.lit")).doesNotContain("available");
            }
        }
    }

    @ParameterizedTest
    @DisplayName("`since` (XEP-0082, UTC) when trusted: the moment it became so")
    @CsvSource({
        "FROM, FROM, 2026-11-20T12:00:00Z",
        "FROM, BOTH, 2026-11-20T12:00:00Z",
        "FROM, TO, ",
        "TO, TO, 2026-11-19T08:30:00Z",
        "TO, BOTH, 2026-11-19T08:30:00Z",
        "TO, FROM, ",
        "BOTH, BOTH, 2026-11-20T12:00:00Z",
        "BOTH, TO, ",
        "BOTH, FROM, ",
        "ANY, FROM, 2026-11-20T12:00:00Z",
        "ANY, TO, 2026-11-19T08:30:00Z",
        "ANY, BOTH, 2026-11-19T08:30:00Z",
        "ANY, NONE_PENDING_OUT_IN, ",
        "FROM, TO_PENDING_IN, ",
        "FROM, FROM_PENDING_OUT, 2026-11-20T12:00:00Z"
    })
    void since(TrustRequirement requires, SubscriptionState state, String since) {
        String answer =
                new Questions(new TrustConfig(requires, false), item("capulet.lit", state)).about("capulet.lit");

        if (since == null) {
            assertThat(answer).contains("trusted=\"false\"").doesNotContain("since");
        } else {
            assertThat(answer).contains("trusted=\"true\"", "since=\"" + since + "\"");
        }
    }

    @ParameterizedTest
    @DisplayName("Blocked is never trusted. `blocked='true'` when blocked.")
    @EnumSource(TrustRequirement.class)
    void blocked(TrustRequirement requires) {
        assertThat(new Questions(new TrustConfig(requires, true), item("capulet.lit", SubscriptionState.BOTH, true))
                        .about("capulet.lit"))
                .contains("trusted=\"false\"", "blocked=\"true\"")
                .doesNotContain("since");
    }

    @Test
    @DisplayName(
            "With `trust.subdomains = true` a domain that has no item of its own takes the answer of the nearest parent"
                    + " that has one.")
    void subdomains() {
        Questions asked = new Questions(
                new TrustConfig(TrustRequirement.FROM, true),
                item("capulet.lit", SubscriptionState.FROM),
                item("guests.capulet.lit", SubscriptionState.NONE, true),
                item("friars.guests.capulet.lit", SubscriptionState.NONE_PENDING_IN));

        assertThat(asked.about("chat.capulet.lit"))
                .contains("jid=\"chat.capulet.lit\" trusted=\"true\" subscription=\"from\" since=");
        assertThat(asked.about("a.b.c.capulet.lit")).contains("trusted=\"true\"");
        assertThat(asked.about("paris.guests.capulet.lit")).contains("trusted=\"false\"", "blocked=\"true\"");
        assertThat(asked.about("friars.guests.capulet.lit"))
                .contains("trusted=\"false\"", "subscription=\"none\"")
                .doesNotContain("blocked");
        assertThat(asked.about("notcapulet.lit")).isEqualTo(UNKNOWN.formatted("notcapulet.lit"));
        assertThat(asked.about("lit")).isEqualTo(UNKNOWN.formatted("lit"));
    }

    @Test
    @DisplayName("Many at once: answered in the same order in one `<trusts/>`; 1,000 at most.")
    void many() {
        assertThat(roster.result(questions(List.of("b.lit", "juliet@capulet.lit", "a.lit", "b.lit"))))
                .isEqualTo("<trusts xmlns=\"urn:x-server-roster:trust:1\"><trust jid=\"b.lit\" trusted=\"false\"/>"
                        + "<trust jid=\"capulet.lit\" trusted=\"true\" subscription=\"both\""
                        + " since=\"2026-11-20T12:00:00Z\"/>"
                        + "<trust jid=\"a.lit\" trusted=\"false\"/><trust jid=\"b.lit\" trusted=\"false\"/></trusts>");

        Element most = roster.ask(READER, questions(domains(1_000)));
        assertThat(most.elements().get(0).elements())
                .extracting(each -> each.attributeValue("jid"))
                .containsExactlyElementsOf(domains(1_000));
    }

    @Test
    @DisplayName("Who may ask: readers and admins.")
    void who_may_ask() {
        for (String from :
                List.of(READER, READER + "/x", "bot@" + READER, "admin@montague.lit", "admin@montague.lit/desk")) {
            assertThat(roster.ask(from, question("capulet.lit")).attributeValue("type"))
                    .as(from)
                    .isEqualTo("result");
        }
    }

    // The table of errors

    @ParameterizedTest
    @DisplayName(
            "from somebody who may not ask: error `forbidden` (auth), and nothing that tells whether the peer is known")
    @ValueSource(
            strings = {
                "capulet.lit",
                "montague.lit",
                "user@montague.lit",
                "admin@capulet.lit",
                "sub.incidents.montague.lit",
                "admin.montague.lit"
            })
    void forbidden(String from) {
        String refused = roster.ask(from, question("capulet.lit")).asXML();

        for (String payload : List.of(
                question("unknown.lit"),
                question("@@"),
                "<trust xmlns='urn:x-server-roster:trust:1'/>",
                questions(List.of("capulet.lit")),
                questions(List.of()),
                questions(domains(1_001)))) {
            Element answer = roster.ask(from, payload);
            assertThat(answer.asXML()).as("whatever is asked").isEqualTo(refused);
            assertRefused(answer, "auth", "forbidden");
        }
    }

    @ParameterizedTest
    @DisplayName("no `jid`, or one that is no JID: error `jid-malformed` (modify)")
    @ValueSource(
            strings = {
                "<trust xmlns='urn:x-server-roster:trust:1'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid=''/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='@@'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='a b'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit/'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='@capulet.lit'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='xn--a.lit'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='capulet&#9;.lit'/>",
                "<trusts xmlns='urn:x-server-roster:trust:1'><trust jid='capulet.lit'/><trust/></trusts>",
                "<trusts xmlns='urn:x-server-roster:trust:1'><trust jid='capulet.lit'/><trust jid='..'/></trusts>"
            })
    void malformed_jid(String payload) {
        assertRefused(roster.ask(READER, payload), "modify", "jid-malformed");
    }

    @Test
    void a_jid_of_4000_characters() {
        assertRefused(roster.ask(READER, question("a".repeat(4_000))), "modify", "jid-malformed");
        assertRefused(roster.ask(READER, question("a".repeat(4_000) + "@capulet.lit")), "modify", "jid-malformed");
        assertRefused(roster.ask(READER, question("é".repeat(4_000) + "@capulet.lit")), "modify", "jid-malformed");
        assertRefused(roster.ask(READER, question("a.".repeat(2_000) + "lit")), "modify", "jid-malformed");
    }

    @Test
    @DisplayName("more than 1,000, or none, in `<trusts/>`: error `policy-violation` / `bad-request` (modify)")
    void too_many_or_none() {
        assertRefused(roster.ask(READER, questions(domains(1_001))), "modify", "policy-violation");
        assertRefused(roster.ask(READER, questions(domains(10_000))), "modify", "policy-violation");
        assertRefused(roster.ask(READER, questions(List.of())), "modify", "bad-request");
    }

    @ParameterizedTest
    @DisplayName("A malformed payload in a known namespace: `bad-request`.")
    @ValueSource(
            strings = {
                "<trusts xmlns='urn:x-server-roster:trust:1'><trusts/></trusts>",
                "<trusts xmlns='urn:x-server-roster:trust:1'><trust jid='a.lit' xmlns='urn:other'/></trusts>",
                "<trusted xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/>"
            })
    void malformed(String payload) {
        assertRefused(roster.ask(READER, payload), "modify", "bad-request");
    }

    @Test
    void a_question_of_type_set_is_none() {
        assertRefused(
                roster.receive("<iq type='set' id='t1' from='" + READER + "' to='buddies.montague.lit'>"
                        + question("capulet.lit") + "</iq>"),
                "modify",
                "bad-request");
    }

    @Test
    @DisplayName(
            "the roster has never been loaded since start: error `internal-server-error` of type `wait`; never a verdict")
    void never_loaded() {
        roster.neverLoaded();

        for (String payload : List.of(question("capulet.lit"), questions(List.of("capulet.lit")))) {
            Element answer = roster.ask(READER, payload);
            assertThat(answer.elements()).hasSize(1);
            assertThat(answer.element("error").attributeValue("type")).isEqualTo("wait");
            assertThat(answer.element("error").element(QName.get("internal-server-error", Namespaces.STANZA_ERRORS)))
                    .isNotNull();
        }
    }

    private static List<String> domains(int count) {
        return IntStream.range(0, count).mapToObj(i -> "d" + i + ".lit").toList();
    }
}
