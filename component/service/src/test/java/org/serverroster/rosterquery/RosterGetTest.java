package org.serverroster.rosterquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.rosterquery.Desk.DESK;
import static org.serverroster.rosterquery.Desk.READER;
import static org.serverroster.rosterquery.Desk.get;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

@DisplayName("jabber:iq:roster get: what readers are answered")
class RosterGetTest {

    private final Desk desk = new Desk();

    private void fill(int items) {
        IntStream.range(0, items).forEach(i -> desk.name("d%05d.lit".formatted(i), "name " + i));
    }

    private static void assertRefused(Element answer, String type, String condition) {
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("error");
        assertThat(answer.elements()).hasSize(1);
        assertThat(answer.element("error").attributeValue("type")).isEqualTo(type);
        assertThat(answer.element("error").element(QName.get(condition, Namespaces.STANZA_ERRORS)))
                .as(answer.asXML())
                .isNotNull();
    }

    /** What answers, which is a result, and the pushes behind it. */
    private List<Element> ask(String from, String ver) {
        List<Element> all = desk.receive(get(from, ver));
        assertThat(all.get(0).attributeValue("type")).as(all.get(0).asXML()).isEqualTo("result");
        assertThat(all.get(0).attributeValue("id")).isEqualTo("r1");
        assertThat(all.subList(1, all.size()))
                .allMatch(push -> push.attributeValue("type").equals("set"));
        return all;
    }

    private static String itemOf(Element push) {
        return push.element(RosterItems.QUERY).element(RosterItems.ITEM).attributeValue("jid");
    }

    @Test
    @DisplayName(
            "get, from a reader or admin: every item but those that are None + Pending In (with `ask='subscribe'` where"
                    + " pending-out, `approved='true'` where so, name, groups)")
    void every_item() {
        desk.approve("from.lit");
        desk.requested("pending.lit");
        desk.subscribe("to.lit");
        desk.change("to.lit", (all, item, at) -> desk.rules.approved(item, "", at));
        desk.subscribe("asked.lit");
        desk.change(
                "named.lit",
                (all, item, at) -> desk.rules.edit(item, Desk.ADMIN, "A & B", List.of("One", "Two"), "a note", at));

        for (String from : List.of(READER, "bot@incidents.montague.lit/x", DESK)) {
            Element answer = ask(from, null).get(0);
            assertThat(answer.element(RosterItems.QUERY).asXML())
                    .isEqualTo("<query xmlns=\"jabber:iq:roster\" ver=\"%d\">"
                                    .formatted(desk.roster().version())
                            + "<item jid=\"asked.lit\" subscription=\"none\" ask=\"subscribe\" approved=\"true\"/>"
                            + "<item jid=\"from.lit\" subscription=\"from\"/>"
                            + "<item jid=\"named.lit\" subscription=\"none\" name=\"A &amp; B\">"
                            + "<group>One</group><group>Two</group></item>"
                            + "<item jid=\"to.lit\" subscription=\"to\" approved=\"true\"/></query>");
        }
    }

    @Test
    void an_empty_roster() {
        assertThat(ask(READER, null).get(0).element(RosterItems.QUERY).asXML())
                .isEqualTo("<query xmlns=\"jabber:iq:roster\" ver=\"0\"/>");
    }

    @ParameterizedTest
    @DisplayName("Nobody else may: forbidden, and nothing of the roster")
    @ValueSource(strings = {"capulet.lit", "user@montague.lit/x", "admin@capulet.lit", "sub.incidents.montague.lit"})
    void forbidden(String from) {
        desk.approve("capulet.lit");

        assertRefused(desk.answerTo(get(from, null)), "auth", "forbidden");
        assertRefused(desk.answerTo(get(from, "")), "auth", "forbidden");
    }

    @Test
    void a_get_with_items_is_malformed_and_the_next_is_answered() {
        assertRefused(
                desk.answerTo("<iq type='get' id='r1' from='" + READER + "' to='buddies.montague.lit'>"
                        + "<query xmlns='jabber:iq:roster'><item jid='a.lit'/></query></iq>"),
                "modify",
                "bad-request");
        ask(READER, null);
    }

    @Test
    @DisplayName("A `ver` that is current is answered with an empty result")
    void current() {
        fill(3);

        List<Element> answer = ask(READER, Long.toString(desk.roster().version()));

        assertThat(answer).hasSize(1);
        assertThat(answer.get(0).elements()).isEmpty();
    }

    @Test
    @DisplayName("one that is known with a result without query, followed by a push for each change since")
    void known() {
        fill(3);
        long known = desk.roster().version();
        desk.name("d00001.lit", "another name");
        desk.name("new.lit", "new");
        desk.remove("d00002.lit");

        List<Element> answer = ask(READER, Long.toString(known));

        assertThat(answer.get(0).elements()).isEmpty();
        assertThat(answer.subList(1, 4))
                .extracting(push -> push.element(RosterItems.QUERY).asXML())
                .containsExactly(
                        "<query xmlns=\"jabber:iq:roster\" ver=\"4\">"
                                + "<item jid=\"d00001.lit\" subscription=\"none\" name=\"another name\"/></query>",
                        "<query xmlns=\"jabber:iq:roster\" ver=\"5\">"
                                + "<item jid=\"new.lit\" subscription=\"none\" name=\"new\"/></query>",
                        "<query xmlns=\"jabber:iq:roster\" ver=\"6\">"
                                + "<item jid=\"d00002.lit\" subscription=\"remove\"/></query>");
        assertThat(answer.subList(1, 4)).allSatisfy(push -> {
            assertThat(push.attributeValue("from")).isEqualTo("buddies.montague.lit");
            assertThat(push.attributeValue("to")).isEqualTo(READER);
            assertThat(push.attributeValue("id")).hasSizeGreaterThan(30);
        });
        assertThat(answer).hasSize(4);
    }

    @ParameterizedTest
    @DisplayName("else the whole roster with its `ver`")
    @ValueSource(strings = {"", "0", "4", "-1", "01", "x", "99999999999999999999999", "1 "})
    void unknown(String ver) {
        fill(3);

        List<Element> answer = ask(READER, ver);

        assertThat(answer).hasSize(1);
        assertThat(answer.get(0).element(RosterItems.QUERY).attributeValue("ver"))
                .isEqualTo("3");
        assertThat(answer.get(0).element(RosterItems.QUERY).elements()).hasSize(3);
    }

    @Test
    @DisplayName(
            "Over 1,000 items no roster goes into one stanza: who sent none `policy-violation` with a text that says so")
    void too_large_for_one_stanza() {
        fill(1_000);
        assertThat(ask(READER, null).get(0).element(RosterItems.QUERY).elements())
                .hasSize(1_000);

        desk.requested("pending.lit");
        assertThat(ask(READER, null).get(0).element(RosterItems.QUERY).elements())
                .as("what is not shown does not count")
                .hasSize(1_000);

        fill(1_001);
        Element refused = desk.answerTo(get(READER, null));
        assertRefused(refused, "modify", "policy-violation");
        assertThat(refused.element("error")
                        .element(QName.get("text", Namespaces.STANZA_ERRORS))
                        .getText())
                .contains("too large for one stanza", "ask with a ver");
    }

    @Test
    @DisplayName("who sent a `ver` gets the empty result and every item as a push")
    void too_large_with_ver() {
        fill(1_200);
        desk.remove("d00000.lit");
        Copy copy = new Copy();

        List<Element> answer = ask(READER, "");

        assertThat(answer.get(0).elements()).isEmpty();
        assertThat(answer).as("no more than may be unanswered").hasSize(1 + Bounds.DEFAULT.unanswered());
        copy.asked(answer.get(0).attributeValue("id"));
        copy.inbox.addAll(answer);
        while (!copy.inbox.isEmpty()) {
            Element stanza = copy.inbox.remove();
            if (copy.take(stanza)) {
                copy.inbox.addAll(desk.answer(stanza, "result"));
            }
        }
        assertThat(copy.items()).isEqualTo(Copy.of(desk.roster()));
        assertThat(copy.ver()).isEqualTo(Long.toString(desk.roster().version()));
        assertThat(desk.pushes.concerns(Jid.parse(READER)))
                .as("who is not available is pushed what it asked for, and no more")
                .isFalse();
    }

    @Test
    void names_that_make_the_stanza_too_large_count_as_too_many_items() {
        Desk small = new Desk(new Bounds(1_000, 500, 10, 10, 10, 10, 10, Bounds.DEFAULT.patience()));
        IntStream.range(0, 5).forEach(i -> small.name("d" + i + ".lit", "x".repeat(100)));

        assertRefused(small.answerTo(get(READER, null)), "modify", "policy-violation");
        List<Element> answer = small.receive(get(READER, ""));
        assertThat(answer.get(0).elements()).isEmpty();
        assertThat(answer.subList(1, 6)).extracting(RosterGetTest::itemOf).contains("d0.lit", "d4.lit");
    }

    @Test
    void what_can_not_be_taken_at_the_moment_is_answered() {
        fill(3);
        desk.isBusy(true);
        assertRefused(desk.answerTo(get(READER, "1")), "wait", "resource-constraint");

        assertThat(ask(READER, null))
                .as("what needs no pushes needs no waiting")
                .hasSize(1);
        desk.isBusy(false);
        assertThat(ask(READER, "1")).hasSize(3);
    }

    @Test
    void while_the_database_is_away_changes_come_later_and_none_is_lost() {
        fill(3);
        desk.databaseIsAway(true);
        assertThat(ask(READER, "1")).hasSize(1);

        desk.databaseIsAway(false);
        desk.sent.clear();
        desk.passes(Duration.ofSeconds(1));

        assertThat(desk.sent).extracting(RosterGetTest::itemOf).containsExactly("d00001.lit", "d00002.lit");
    }
}
