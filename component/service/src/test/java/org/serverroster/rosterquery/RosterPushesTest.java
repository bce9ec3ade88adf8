package org.serverroster.rosterquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.rosterquery.Desk.DESK;
import static org.serverroster.rosterquery.Desk.OTHER;
import static org.serverroster.rosterquery.Desk.READER;
import static org.serverroster.rosterquery.Desk.get;
import static org.serverroster.rosterquery.Desk.set;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Roster pushes: who gets them, until when, and how many at once")
class RosterPushesTest {

    private final Desk desk = new Desk();

    private void follow(String reader) {
        desk.available(reader);
        desk.receive(get(reader, null));
    }

    /** The pushes that a change brings, each as "reader peer". */
    private List<String> pushedBy(Runnable change) {
        desk.sent.clear();
        change.run();
        return pushed(desk.sent);
    }

    private static List<String> pushed(List<Element> stanzas) {
        return stanzas.stream()
                .filter(stanza -> Objects.equals(stanza.attributeValue("type"), "set"))
                .map(push -> push.attributeValue("to") + " "
                        + push.element(RosterItems.QUERY)
                                .element(RosterItems.ITEM)
                                .attributeValue("jid"))
                .toList();
    }

    private List<String> pushedByRenaming() {
        return pushedBy(() -> desk.name("capulet.lit", "name " + desk.roster().version()));
    }

    @Test
    @DisplayName("A reader that has sent directed available presence and then asked for the roster gets a push for each"
            + " change")
    void each_change() {
        follow(READER);

        assertThat(pushedBy(() -> desk.subscribe("capulet.lit"))).containsExactly(READER + " capulet.lit");
        assertThat(desk.sent.get(0).element(RosterItems.QUERY).asXML())
                .isEqualTo("<query xmlns=\"jabber:iq:roster\" ver=\"1\"><item jid=\"capulet.lit\" subscription=\"none\""
                        + " ask=\"subscribe\" approved=\"true\"/></query>");
        assertThat(pushedBy(() -> desk.remove("capulet.lit"))).containsExactly(READER + " capulet.lit");
        assertThat(desk.sent.get(0).element(RosterItems.QUERY).asXML())
                .isEqualTo("<query xmlns=\"jabber:iq:roster\" ver=\"2\"><item jid=\"capulet.lit\""
                        + " subscription=\"remove\"/></query>");
    }

    @Test
    void several_changes_of_one_transaction_are_pushed_each_in_order() {
        follow(READER);
        desk.holdChanges();
        desk.name("a.lit", "one");
        desk.name("b.lit", "two");
        desk.name("a.lit", "three");

        assertThat(pushedBy(desk::letGo)).containsExactly(READER + " a.lit", READER + " b.lit", READER + " a.lit");
        assertThat(desk.sent)
                .extracting(push -> push.element(RosterItems.QUERY).attributeValue("ver")
                        + push.element(RosterItems.QUERY)
                                .element(RosterItems.ITEM)
                                .attributeValue("name"))
                .containsExactly("1one", "2two", "3three");
    }

    @Test
    void who_asks_in_the_midst_of_a_transaction_is_answered_with_all_of_it_and_pushed_nothing_twice() {
        desk.available(READER);
        desk.holdChanges();
        desk.name("a.lit", "one");
        desk.receive(get(READER, null));
        desk.name("b.lit", "two");
        desk.letGo();

        assertThat(desk.sent).hasSize(1);
        assertThat(desk.sent.get(0).element(RosterItems.QUERY).elements()).hasSize(2);
        assertThat(pushedByRenaming()).containsExactly(READER + " capulet.lit");
    }

    @Test
    void a_request_that_waits_is_not_shown_and_so_not_pushed() {
        follow(READER);

        assertThat(pushedBy(() -> desk.requested("capulet.lit"))).isEmpty();
        assertThat(pushedBy(() -> desk.approve("capulet.lit"))).containsExactly(READER + " capulet.lit");
        assertThat(pushedBy(() -> desk.name("verona.lit", "x"))).hasSize(1);
        assertThat(pushedBy(() -> desk.requested("verona.lit")))
                .as("it leaves the list")
                .hasSize(1);
        assertThat(desk.sent.get(0).asXML()).contains("subscription=\"remove\"");
    }

    @Test
    void presence_alone_or_asking_alone_brings_no_pushes_nor_asking_before_presence() {
        desk.available(READER);
        assertThat(pushedByRenaming()).isEmpty();

        desk.receive(get(DESK, null));
        assertThat(pushedByRenaming()).isEmpty();
        desk.available(DESK);
        assertThat(pushedByRenaming()).isEmpty();
    }

    @Test
    void who_may_not_read_is_not_remembered() {
        desk.available("capulet.lit");
        desk.receive(get("capulet.lit", null));

        assertThat(pushedByRenaming()).isEmpty();
    }

    @Test
    void each_follower_gets_its_own_push_and_the_admin_who_wrote_an_answer_too() {
        follow(READER);
        follow(DESK);

        List<Element> all = desk.receive(set(DESK, "<item jid='capulet.lit' name='x'/>"));

        assertThat(pushed(all)).containsExactly(READER + " capulet.lit", DESK + " capulet.lit");
        assertThat(all.get(2).attributeValue("type")).isEqualTo("result");
        assertThat(all.get(0).attributeValue("id")).isNotEqualTo(all.get(1).attributeValue("id"));
    }

    @Test
    @DisplayName("until it sends unavailable")
    void until_unavailable() {
        follow(READER);
        follow(READER + "/other");
        desk.unavailable(READER);

        assertThat(pushedByRenaming()).containsExactly(READER + "/other capulet.lit");
        desk.receive(get(READER, null));
        assertThat(pushedByRenaming()).containsExactly(READER + "/other capulet.lit");
    }

    @Test
    @DisplayName("or a push comes back as an error")
    void until_an_error() {
        follow(READER);
        pushedByRenaming();
        desk.answer(desk.sent.get(0), "error");

        assertThat(pushedByRenaming()).isEmpty();
        desk.receive(get(READER, null));
        assertThat(pushedByRenaming())
                .as("who answered may not be there any more")
                .isEmpty();
        follow(READER);
        assertThat(pushedByRenaming()).as("it came back").hasSize(1);
    }

    @Test
    @DisplayName("or stays unanswered for 30 s")
    void until_30_seconds_without_an_answer() {
        follow(READER);
        pushedByRenaming();
        Element first = desk.sent.get(0);
        desk.passes(Duration.ofSeconds(29));
        assertThat(pushedByRenaming()).hasSize(1);
        Element second = desk.sent.get(0);
        desk.answer(first, "result");
        desk.passes(Duration.ofSeconds(29));
        assertThat(pushedByRenaming()).hasSize(1);

        desk.passes(Duration.ofSeconds(1));

        assertThat(pushedByRenaming()).isEmpty();
        desk.answer(second, "result");
        assertThat(pushedByRenaming()).as("too late").isEmpty();
    }

    @Test
    @DisplayName("Replies are matched on id *and* sender.")
    void another_ones_answer_does_not_count() {
        follow(READER);
        pushedByRenaming();
        Element push = desk.sent.get(0);
        push.addAttribute("to", "capulet.lit");
        desk.answer(push, "error");

        assertThat(pushedByRenaming()).hasSize(1);
    }

    @Test
    void no_more_are_unanswered_than_may_be_and_what_waits_follows_once_there_is_room() {
        follow(READER);
        List<String> all =
                pushedBy(() -> IntStream.range(0, 120).forEach(i -> desk.name("d%03d.lit".formatted(i), "x")));
        assertThat(all).hasSize(50);
        List<Element> unanswered = new ArrayList<>(desk.sent);
        List<String> pushed = new ArrayList<>(all);

        while (!unanswered.isEmpty()) {
            List<Element> more = desk.answer(unanswered.remove(0), "result");
            unanswered.addAll(more);
            pushed.addAll(pushed(more));
            assertThat(unanswered.size()).isLessThanOrEqualTo(50);
        }

        assertThat(pushed)
                .isEqualTo(IntStream.range(0, 120)
                        .mapToObj(i -> READER + " d%03d.lit".formatted(i))
                        .toList());
        assertThat(pushedByRenaming()).hasSize(1);
    }

    @Test
    void no_more_readers_follow_than_may_and_who_does_not_fit_is_told_so() {
        Desk small = new Desk(new Bounds(1_000, 400_000, 10, 10, 1, 10, 10, Duration.ofSeconds(30)));
        small.available(READER);
        small.receive(get(READER, null));
        small.available(DESK);

        Element refused = small.answerTo(get(DESK, null));

        assertThat(refused.asXML()).contains("type=\"wait\"", "resource-constraint");
        small.unavailable(READER);
        assertThat(small.answerTo(get(DESK, null)).attributeValue("type")).isEqualTo("result");
    }

    @Test
    @DisplayName(
            "A domain has a quarter of the places at most, however many users it makes up; some are the admins' alone")
    void no_domain_takes_the_places_of_all() {
        IntStream.range(0, 250).forEach(i -> follow("made-up-%d@%s/x".formatted(i, READER)));
        assertThat(pushedByRenaming()).hasSize(50);

        follow(OTHER);
        IntStream.range(0, 250).forEach(i -> follow("made-up-%d@%s/x".formatted(i, OTHER)));
        assertThat(pushedByRenaming())
                .hasSize(100)
                .contains(OTHER + " capulet.lit", "made-up-0@" + READER + "/x capulet.lit");

        IntStream.range(0, 101).forEach(i -> follow(Desk.ADMIN + "/" + i));
        assertThat(pushedByRenaming()).hasSize(200).contains(Desk.ADMIN + "/99 capulet.lit");
        assertThat(desk.answerTo(get(Desk.ADMIN + "/100", null)).asXML()).contains("resource-constraint");
    }

    @Test
    void who_follows_and_asks_again_keeps_its_place() {
        IntStream.range(0, 250).forEach(i -> follow("made-up-%d@%s/x".formatted(i, READER)));
        String first = "made-up-0@" + READER + "/x";

        // Its presence has been forgotten since, for that of others; not so that it follows.
        assertThat(desk.answerTo(get(first, "")).attributeValue("type")).isEqualTo("result");
    }

    @Test
    @DisplayName(
            "Presence that a domain makes up is forgotten for its own, never for an administrator's or another domain's")
    void made_up_presence() {
        desk.available(DESK);
        desk.available(OTHER);
        IntStream.range(0, 2_000).forEach(i -> desk.available("made-up-%d@%s/x".formatted(i, READER)));
        desk.receive(get(DESK, null));
        desk.receive(get(OTHER, null));

        assertThat(pushedByRenaming()).containsExactly(DESK + " capulet.lit", OTHER + " capulet.lit");
    }

    @Test
    @DisplayName("Refusals are told in one line a minute")
    void the_log() {
        RefusalLog log = new RefusalLog(Desk.BUDDIES);
        long begin = Long.MAX_VALUE - 5;

        assertThat(log.refused(READER, 200, begin)).isTrue();
        assertThat(log.refused(READER, 200, begin + 59_999_999_999L)).isFalse();
        assertThat(log.refused(READER, 200, begin + 60_000_000_000L)).isTrue();
        assertThat(log.refused(READER, 200, begin + 60_000_000_001L)).isFalse();
    }

    @Test
    void no_more_presence_is_remembered_than_may_be() {
        Desk small = new Desk(new Bounds(1_000, 400_000, 10, 8, 10, 10, 10, Duration.ofSeconds(30)));
        IntStream.range(0, 3).forEach(i -> small.available(READER + "/" + i));
        IntStream.range(0, 3).forEach(i -> small.receive(get(READER + "/" + i, null)));
        small.sent.clear();
        small.name("capulet.lit", "x");

        assertThat(small.sent)
                .extracting(push -> push.attributeValue("to"))
                .containsExactly(READER + "/1", READER + "/2");
    }

    @Test
    void a_stream_that_ends_ends_no_following_and_what_was_unanswered_goes_out_again() {
        follow(READER);
        pushedByRenaming();
        desk.answer(desk.sent.get(0), "result");
        pushedBy(() -> desk.name("a.lit", "lost"));
        desk.detach();
        desk.name("b.lit", "while away");
        desk.passes(Duration.ofMinutes(5));

        desk.attach();

        assertThat(pushedBy(() -> desk.passes(Duration.ofSeconds(1))))
                .containsExactly(READER + " a.lit", READER + " b.lit");
        assertThat(pushedByRenaming()).hasSize(1);
    }

    @Test
    void who_may_not_have_got_its_answer_before_the_stream_ended_gets_the_roster_again_item_by_item() {
        desk.name("a.lit", "x");
        follow(READER);
        desk.detach();
        desk.attach();

        assertThat(pushedBy(() -> desk.passes(Duration.ofSeconds(1)))).containsExactly(READER + " a.lit");
    }
}
