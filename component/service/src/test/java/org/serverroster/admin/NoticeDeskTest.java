package org.serverroster.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.command.Scene;
import org.serverroster.roster.Decision;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

@DisplayName("When admins are told: few requests one by one, many once a minute together, none twice")
class NoticeDeskTest {

    private static final String TO_ONE = "bard@shakespeare.lit";

    private record Task(long at, Runnable task) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return Long.compare(at, other.at);
        }
    }

    private final Scene scene = new Scene();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final List<String> told = new ArrayList<>();
    private boolean away;
    // A clock that runs over on the way.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(90).toNanos();
    private final NoticeDesk desk = new NoticeDesk(
            new Notices(LocalDomain.parse(Scene.DOMAIN), scene.commands, Scene.ADMINS),
            scene.peers.looks(),
            this::out,
            () -> now,
            (wait, task) -> tasks.add(new Task(now + wait.toNanos(), task)));

    private boolean out(Packet message) {
        if (!away && message.getElement().attributeValue("to").equals(TO_ONE)) {
            told.add(((Message) message).getSubject());
        }
        return !away;
    }

    /** What was decided since passes the desk; what it lets out. */
    private List<String> told() {
        for (Decision decision : scene.decisions) {
            desk.tell(decision).forEach(this::out);
        }
        scene.decisions.clear();
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    private List<String> toldAfter(Duration time) {
        List<String> before = told();
        now += time.toNanos();
        List<Task> due = tasks.stream().filter(task -> task.at() - now <= 0).toList();
        tasks.removeAll(due);
        due.forEach(task -> task.task().run());
        List<String> all = new ArrayList<>(before);
        all.addAll(told());
        return all;
    }

    private void ask(int from, int to) {
        for (int i = from; i < to; i++) {
            scene.asks("p%03d.lit".formatted(i), "");
        }
    }

    private void withdraw(String peer) {
        scene.commit(PeerDomain.parse(peer), (all, item, at) -> scene.rules.unsubscribed(item, "", at));
    }

    private static String asks(String peer) {
        return peer + " asks to subscribe to shakespeare.lit";
    }

    @Test
    void the_first_of_a_burst_at_once_and_the_rest_in_one_digest() {
        ask(0, 200);

        assertThat(told()).containsExactly(asks("p000.lit"), asks("p001.lit"), asks("p002.lit"));
        assertThat(toldAfter(NoticeDesk.INTERVAL.minusNanos(1))).isEmpty();
        assertThat(toldAfter(Duration.ofNanos(1))).containsExactly("197 servers ask to subscribe to shakespeare.lit");
        assertThat(tasks).isEmpty();
    }

    @Test
    @DisplayName("At most one message a minute to an admin when many requests come")
    void once_a_minute_while_they_keep_coming() {
        ask(0, 3);
        told();
        for (int minute = 1; minute <= 5; minute++) {
            ask(minute * 10, minute * 10 + 10);
            assertThat(told()).isEmpty();
            assertThat(toldAfter(NoticeDesk.INTERVAL))
                    .containsExactly("10 servers ask to subscribe to shakespeare.lit");
        }
        assertThat(toldAfter(Duration.ofHours(1))).isEmpty();
        ask(100, 103);
        assertThat(told()).hasSize(3);
    }

    @Test
    void a_single_one_that_had_to_wait_comes_with_its_form() {
        ask(0, 4);
        told();

        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly(asks("p003.lit"));
    }

    @Test
    @DisplayName("An admin is never told twice of the same request")
    void a_second_subscribe_while_one_is_pending_tells_nobody() {
        ask(0, 5);
        ask(0, 5);

        assertThat(told()).hasSize(3);
        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly("2 servers ask to subscribe to shakespeare.lit");
        ask(0, 5);
        assertThat(toldAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void what_is_over_before_it_was_told_is_not_told() {
        ask(0, 6);
        told();
        withdraw("p003.lit");
        scene.note(Scene.DENY, "peerjid", "p004.lit");

        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly(asks("p005.lit"));
        withdraw("p005.lit");
        assertThat(told()).containsExactly("p005.lit took back its request");
    }

    @Test
    void who_asks_and_takes_back_without_end_is_told_of_once_a_minute() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            scene.asks("p.lit", "");
            withdraw("p.lit");
            all.addAll(told());
        }
        all.addAll(toldAfter(NoticeDesk.INTERVAL));

        assertThat(all).hasSizeLessThanOrEqualTo(NoticeDesk.AT_ONCE + 1);
    }

    @Test
    void an_admin_who_answers_is_told_the_next_at_once() {
        ask(0, 3);
        assertThat(told()).hasSize(3);
        scene.note(Scene.APPROVE, "peerjid", "p001.lit");
        ask(3, 4);

        assertThat(told()).containsExactly(asks("p003.lit"));
    }

    @Test
    @DisplayName("Each approval or refusal of ours by a peer, and each loss of a subscription is told: at once")
    void what_follows_from_an_admins_word_never_waits() {
        ask(0, 20);
        told();
        scene.note(org.serverroster.xmpp.Namespaces.SERVER_BUDDY, "peerjid", "capulet.lit");
        scene.commit(PeerDomain.parse("capulet.lit"), (all, item, at) -> scene.rules.approved(item, "", at));

        assertThat(told()).containsExactly("capulet.lit approved our request");
    }

    /** Our request to it is on its way, and what it answers comes from somebody who says nothing else. */
    private void approvesSilently(String peer) {
        PeerDomain domain = PeerDomain.parse(peer);
        scene.peers.silence(peer);
        scene.commit(
                domain,
                (all, item, at) ->
                        scene.rules.subscribe(item, Jid.parse(Scene.ADMIN).bare(), at));
        scene.commit(domain, (all, item, at) -> scene.rules.approved(item, "", at));
    }

    @Test
    @DisplayName("An approval waits for what the peer says of itself, but not longer than a look takes")
    void an_approval_waits_for_the_look() {
        approvesSilently("capulet.lit");
        assertThat(told()).isEmpty();

        scene.peers.passes(Duration.ofSeconds(5));

        assertThat(told()).containsExactly("capulet.lit approved our request");
        scene.peers.passes(Duration.ofSeconds(5));
        assertThat(toldAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void an_approval_is_told_before_what_ended_it() {
        approvesSilently("capulet.lit");
        told();
        scene.commit(PeerDomain.parse("capulet.lit"), (all, item, at) -> scene.rules.refused(item, "", at));

        assertThat(told()).containsExactly("capulet.lit approved our request", "capulet.lit ended our subscription");
        scene.peers.passes(Duration.ofSeconds(5));
        assertThat(told()).isEmpty();
    }

    @Test
    void an_approval_that_the_stream_can_not_take_is_told_when_it_can() {
        approvesSilently("capulet.lit");
        told();
        away = true;
        scene.peers.passes(Duration.ofSeconds(5));
        assertThat(toldAfter(NoticeDesk.INTERVAL)).isEmpty();
        away = false;

        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly("capulet.lit approved our request");
        assertThat(tasks).isEmpty();
    }

    @Test
    void an_orderly_stop_tells_an_approval_that_waits() {
        approvesSilently("capulet.lit");
        told();

        desk.close();

        assertThat(told()).containsExactly("capulet.lit approved our request");
    }

    @Test
    @DisplayName("Bounded memory: beyond a thousand, peers are counted and not kept")
    void beyond_the_bound_peers_are_counted() {
        ask(0, NoticeDesk.AT_ONCE + NoticeDesk.KEPT + 50);
        told();

        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly("1,050 servers ask to subscribe to shakespeare.lit");
    }

    @Test
    void what_the_stream_can_not_take_is_kept_until_it_can() {
        ask(0, 5);
        told();
        away = true;
        assertThat(toldAfter(NoticeDesk.INTERVAL)).isEmpty();
        away = false;

        assertThat(toldAfter(NoticeDesk.INTERVAL)).containsExactly("2 servers ask to subscribe to shakespeare.lit");
    }

    @Test
    void an_orderly_stop_tells_what_waits() {
        ask(0, 5);
        told();

        desk.close();

        assertThat(told()).containsExactly("2 servers ask to subscribe to shakespeare.lit");
    }

    @Test
    void without_admins_nothing_is_told_and_nothing_piles_up() {
        NoticeDesk nobody = new NoticeDesk(
                new Notices(LocalDomain.parse(Scene.DOMAIN), scene.commands, java.util.Set.of()),
                scene.peers.looks(),
                this::out,
                () -> now,
                (wait, task) -> tasks.add(new Task(now + wait.toNanos(), task)));
        ask(0, 10);
        scene.decisions.forEach(decision -> assertThat(nobody.tell(decision)).isEmpty());
        scene.decisions.clear();

        assertThat(toldAfter(NoticeDesk.INTERVAL)).isEqualTo(List.of());
        assertThat(Optional.ofNullable(tasks.peek())).isEmpty();
    }
}
