package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.roster.ChangeQueue.Offer;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("The changes that wait are bounded in number and in bytes")
class ChangeQueueTest {

    private static final int MOST = 3;
    private static final int BYTES = 1_000;

    private final ChangeQueue queue = new ChangeQueue(MOST, BYTES);

    private Offer offer(int bytes) {
        return queue.offer(new RosterChange(
                PeerDomain.parse("peer.lit"), (roster, item, now) -> null, d -> List.of(), r -> List.of(), bytes));
    }

    private List<Integer> take(int max, int bytes) {
        return queue.take(max, bytes).stream().map(RosterChange::bytes).toList();
    }

    @Test
    void no_more_than_so_many() {
        assertThat(List.of(offer(0), offer(0), offer(0), offer(0)))
                .containsExactly(Offer.TAKEN, Offer.TAKEN, Offer.TAKEN, Offer.FULL);
    }

    @Test
    void no_more_than_so_many_bytes_and_what_was_taken_makes_room() {
        assertThat(List.of(offer(600), offer(401), offer(400))).containsExactly(Offer.TAKEN, Offer.FULL, Offer.TAKEN);
        assertThat(take(1, BYTES)).containsExactly(600);
        assertThat(List.of(offer(601), offer(600))).containsExactly(Offer.FULL, Offer.TAKEN);
    }

    @Test
    void a_batch_is_bounded_in_bytes_but_has_one_at_least() {
        offer(500);
        offer(300);
        offer(200);
        assertThat(take(MOST, 100)).containsExactly(500);
        assertThat(take(MOST, 400)).containsExactly(300);
        assertThat(take(MOST, 400)).containsExactly(200);
    }

    private List<Integer> takeAhead(int max, int bytes) {
        return queue.takeAhead(() -> true, max, bytes).stream()
                .map(RosterChange::bytes)
                .toList();
    }

    @Test
    void what_is_taken_ahead_of_its_turn_waits_until_its_turn_comes() {
        List.of(1, 2, 3).forEach(this::offer);
        assertThat(takeAhead(MOST, BYTES)).containsExactly(1, 2, 3);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(offer(4)).isEqualTo(Offer.FULL);
        queue.begun();
        assertThat(queue.size()).isZero();
        assertThat(offer(4)).isEqualTo(Offer.TAKEN);
    }

    @Test
    void all_that_is_taken_ahead_is_one_batch() {
        List.of(500, 300, 200).forEach(this::offer);
        assertThat(takeAhead(MOST, 700)).containsExactly(500);
        assertThat(takeAhead(MOST, 700)).isEmpty();
        assertThat(takeAhead(2, BYTES)).containsExactly(300);
        assertThat(takeAhead(2, BYTES)).isEmpty();
        queue.begun();
        assertThat(takeAhead(2, BYTES)).containsExactly(200);
    }
}
