package org.serverroster.rosterquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.rosterquery.Desk.DESK;
import static org.serverroster.rosterquery.Desk.READER;
import static org.serverroster.rosterquery.Desk.set;

import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("jabber:iq:roster set: administrators write names and groups, and remove")
class RosterSetTest {

    private final Desk desk = new Desk();

    private void assertRefused(Element answer, String type, String condition) {
        long version = desk.roster().version();
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("error");
        assertThat(answer.elements()).hasSize(1);
        assertThat(answer.element("error").attributeValue("type")).isEqualTo(type);
        assertThat(answer.element("error").element(QName.get(condition, Namespaces.STANZA_ERRORS)))
                .as(answer.asXML())
                .isNotNull();
        assertThat(answer.element("error")
                        .element(QName.get("text", Namespaces.STANZA_ERRORS))
                        .getText())
                .hasSizeBetween(1, 300);
        assertThat(desk.answerTo(set(DESK, "<item jid='next.lit' name='" + version + "'/>"))
                        .attributeValue("type"))
                .as("the next is carried out")
                .isEqualTo("result");
        assertThat(desk.roster().version()).as("nothing was stored before it").isEqualTo(version + 1);
    }

    private void assertDone(Element answer) {
        assertThat(answer.asXML())
                .isEqualTo("<iq type=\"result\" id=\"s1\" from=\"buddies.montague.lit\" to=\"" + DESK + "\"/>");
    }

    private RosterItem item(String peer) {
        return desk.roster().find(PeerDomain.parse(peer)).orElseThrow();
    }

    @Test
    @DisplayName("set, from an admin: name and groups of one item")
    void name_and_groups() {
        desk.approve("capulet.lit");
        desk.change("capulet.lit", (all, it, at) -> desk.rules.edit(it, Desk.ADMIN, "", List.of(), "a feud", at));

        assertDone(desk.answerTo(set(
                DESK,
                "<item jid='CAPULET.lit' name=' The Capulets '><group>Verona</group><group>Hidden</group></item>")));

        assertThat(item("capulet.lit").name()).isEqualTo("The Capulets");
        assertThat(item("capulet.lit").groups()).containsExactly("Verona", "Hidden");
        assertThat(item("capulet.lit").note()).as("not shown here, and so kept").isEqualTo("a feud");
        assertThat(item("capulet.lit").state()).isEqualTo(SubscriptionState.FROM);

        assertDone(desk.answerTo(set(DESK, "<item jid='capulet.lit'/>")));
        assertThat(item("capulet.lit").name()).as("what is left out is emptied").isEmpty();
        assertThat(item("capulet.lit").groups()).isEmpty();
    }

    @Test
    void an_international_domain_in_both_forms_is_one_item() {
        desk.answerTo(set(DESK, "<item jid='xn--mnchen-3ya.lit' name='one'/>"));
        desk.answerTo(set(DESK, "<item jid='MÜNCHEN.lit' name='two'/>"));

        assertThat(desk.roster().items()).extracting(RosterItem::name).containsExactly("two");
        assertThat(item("münchen.lit").name()).isEqualTo("two");
    }

    @ParameterizedTest
    @DisplayName("Any other subscription value is ignored, as RFC 3921 §7.4 says.")
    @ValueSource(strings = {"both", "from", "to", "none", "removed", "REMOVE", ""})
    void other_subscription_values(String subscription) {
        assertDone(desk.answerTo(
                set(DESK, "<item jid='capulet.lit' name='x' subscription='" + subscription + "' ask='subscribe'/>")));

        assertThat(item("capulet.lit").state()).isEqualTo(SubscriptionState.NONE);
        assertThat(item("capulet.lit").approved()).isFalse();
        assertThat(item("capulet.lit").name()).isEqualTo("x");
    }

    @ParameterizedTest
    @DisplayName("`subscription='remove'` (sends `unsubscribe` and `unsubscribed` as RFC 3921 §8.6 says)")
    @ValueSource(strings = {"to", "from", "both", "pending"})
    void remove(String state) {
        switch (state) {
            case "to", "both" -> {
                desk.subscribe("capulet.lit");
                desk.change("capulet.lit", (all, it, at) -> desk.rules.approved(it, "", at));
                if (state.equals("both")) {
                    desk.requested("capulet.lit");
                }
            }
            case "from" -> desk.approve("capulet.lit");
            default -> desk.requested("capulet.lit");
        }
        desk.name("capulet.lit", "The Capulets");

        assertDone(desk.answerTo(set(DESK, "<item jid='capulet.lit' subscription='remove'/>")));

        assertThat(desk.roster().find(PeerDomain.parse("capulet.lit"))).isEmpty();
    }

    @Test
    @DisplayName(
            "RFC 6121, 2.5.3: … the value of the 'jid' attribute does not match an item in the roster: item-not-found")
    void remove_what_is_not_there() {
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='capulet.lit' subscription='remove'/>")),
                "cancel",
                "item-not-found");
    }

    @ParameterizedTest
    @DisplayName("from anybody else, readers included: forbidden")
    @ValueSource(strings = {READER, "capulet.lit", "user@montague.lit/x", "admin@capulet.lit"})
    void forbidden(String from) {
        assertRefused(desk.answerTo(set(from, "<item jid='capulet.lit' name='x'/>")), "auth", "forbidden");
        assertRefused(desk.answerTo(set(from, "<item jid='next.lit' subscription='remove'/>")), "auth", "forbidden");
    }

    @ParameterizedTest
    @DisplayName("exactly one item: bad-request")
    @ValueSource(
            strings = {
                "",
                "<item jid='a.lit'/><item jid='b.lit'/>",
                "<x/>",
                "<item xmlns='urn:other' jid='a.lit'/>",
                "<item jid='a.lit'><group>One</group><group>One</group></item>"
            })
    void malformed(String items) {
        assertRefused(desk.answerTo(set(DESK, items)), "modify", "bad-request");
    }

    @ParameterizedTest
    @DisplayName("a peer is always a bare domain: jid-malformed")
    @ValueSource(strings = {"", "@@", "romeo@capulet.lit", "a b", "..", "xn--a.lit", "capulet.lit/"})
    void no_peer(String jid) {
        assertRefused(desk.answerTo(set(DESK, "<item jid='" + jid + "' name='x'/>")), "modify", "jid-malformed");
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='" + jid + "' subscription='remove'/>")), "modify", "jid-malformed");
    }

    @Test
    void a_jid_is_missing_or_has_4000_characters() {
        assertRefused(desk.answerTo(set(DESK, "<item name='x'/>")), "modify", "jid-malformed");
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='" + "a".repeat(4_000) + "' name='x'/>")),
                "modify",
                "jid-malformed");
    }

    @Test
    void no_server_is_its_own_peer() {
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='buddies.montague.lit' name='x'/>")), "modify", "not-acceptable");
    }

    @ParameterizedTest
    @DisplayName("control characters in every free text, and texts beyond their bounds: not-acceptable")
    @CsvSource({
        "'a&#9;b', 'One'",
        "'a&#10;b', 'One'",
        "'a\u0085b', 'One'",
        "'a\u202eb', 'One'",
        "'a', 'O\u2028ne'",
        "'a', 'On\u202ee'",
        "'a', ''",
        "'a', '  '"
    })
    void texts_that_are_not_taken(String name, String group) {
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='a.lit' name='" + name + "'><group>" + group + "</group></item>")),
                "modify",
                "not-acceptable");
    }

    @Test
    void texts_at_their_bounds() {
        String groups = "";
        for (int i = 0; i < 20; i++) {
            groups += "<group>" + "é".repeat(98) + "%02d".formatted(i) + "</group>";
        }
        assertDone(desk.answerTo(
                set(DESK, "<item jid='a.lit' name='" + "\ud83d\ude00".repeat(200) + "'>" + groups + "</item>")));
        assertThat(item("a.lit").groups()).hasSize(20);

        assertRefused(
                desk.answerTo(set(DESK, "<item jid='a.lit' name='" + "x".repeat(201) + "'/>")),
                "modify",
                "not-acceptable");
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='a.lit'><group>" + "x".repeat(101) + "</group></item>")),
                "modify",
                "not-acceptable");
        assertRefused(
                desk.answerTo(set(DESK, "<item jid='a.lit'>" + groups + "<group>one more</group></item>")),
                "modify",
                "not-acceptable");
    }

    @Test
    void what_can_not_be_taken_at_the_moment_is_answered() {
        desk.isBusy(true);
        Element answer = desk.answerTo(set(DESK, "<item jid='a.lit' name='x'/>"));
        desk.isBusy(false);

        assertRefused(answer, "wait", "resource-constraint");
    }
}
