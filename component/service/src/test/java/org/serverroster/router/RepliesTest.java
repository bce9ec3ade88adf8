package org.serverroster.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.TestStanzas;
import org.xmpp.packet.IQ;

@DisplayName("Replies are matched on id and sender, and waited for no longer than was said")
class RepliesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Jid PEER = Jid.parse("peer.lit");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - PATIENCE.toNanos() / 2);
    private final Replies replies = new Replies(3, clock::get);
    private final Router router = new Router.Builder().replies(replies).build();
    private final List<Optional<IQ.Type>> told = new ArrayList<>();

    private boolean awaits(String id) {
        return replies.awaits(id, PEER, PATIENCE, reply -> told.add(reply.map(IQ::getType)));
    }

    private void comes(String xml) {
        Outcome outcome =
                router.route(TestStanzas.iq(xml), Roster.of(LocalDomain.parse("buddies.montague.lit"), 0, List.of()));
        assertThat(outcome).as("a reply is never answered").isEqualTo(Outcome.nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"result", "error"})
    void who_waits_is_told_once(String type) {
        awaits("q1");

        comes("<iq type='" + type + "' id='q1' from='PEER.lit.' to='buddies.montague.lit'/>");
        comes("<iq type='" + type + "' id='q1' from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(told).containsExactly(Optional.of(IQ.Type.valueOf(type)));
    }

    @ParameterizedTest
    @DisplayName("IQ result or error nobody waits for: dropped. Replies are matched on id *and* sender.")
    @ValueSource(
            strings = {
                "<iq type='result' id='q2' from='peer.lit' to='buddies.montague.lit'/>",
                "<iq type='result' id='q1' from='other.lit' to='buddies.montague.lit'/>",
                "<iq type='result' id='q1' from='peer.lit/x' to='buddies.montague.lit'/>",
                "<iq type='result' id='q1' from='user@peer.lit' to='buddies.montague.lit'/>",
                "<iq type='error' id='q1' from='sub.peer.lit' to='buddies.montague.lit'/>"
            })
    void another_reply_is_dropped(String xml) {
        awaits("q1");

        comes(xml);

        assertThat(told).isEmpty();
        comes("<iq type='result' id='q1' from='peer.lit' to='buddies.montague.lit'/>");
        assertThat(told).hasSize(1);
    }

    @Test
    void what_is_overdue_is_given_up_once_and_what_comes_later_is_dropped() {
        awaits("q1");
        clock.addAndGet(PATIENCE.toNanos() - 1);
        replies.expire();
        assertThat(told).isEmpty();

        clock.addAndGet(1);
        replies.expire();
        replies.expire();
        comes("<iq type='result' id='q1' from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(told).containsExactly(Optional.empty());
    }

    @Test
    void no_more_are_waited_for_than_fit_and_the_next_fits_when_one_is_answered() {
        IntStream.range(0, 3).forEach(i -> assertThat(awaits("q" + i)).isTrue());
        assertThat(awaits("q3")).isFalse();

        comes("<iq type='result' id='q0' from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(awaits("q3")).isTrue();
    }

    @Test
    void one_id_is_waited_for_once() {
        assertThat(awaits("q1")).isTrue();
        assertThat(awaits("q1")).isFalse();
    }

    @Test
    void what_is_forgotten_is_told_nothing() {
        awaits("q1");
        replies.forget("q1", PEER);

        comes("<iq type='result' id='q1' from='peer.lit' to='buddies.montague.lit'/>");
        clock.addAndGet(PATIENCE.toNanos());
        replies.expire();

        assertThat(told).isEmpty();
    }

    @Test
    void a_callback_that_fails_hinders_nobody() {
        replies.awaits("q0", PEER, PATIENCE, reply -> {
            throw new IllegalStateException("a fault of ours");
        });
        awaits("q1");

        comes("<iq type='result' id='q0' from='peer.lit' to='buddies.montague.lit'/>");
        comes("<iq type='result' id='q1' from='peer.lit' to='buddies.montague.lit'/>");

        assertThat(told).hasSize(1);
    }
}
