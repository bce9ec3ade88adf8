package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.StanzaQueue.Batch;
import org.serverroster.stream.StreamSettings.Limits;

class StanzaQueueTest {

    private final StanzaQueue queue = new StanzaQueue(new Limits(0, 1, 1, 3, 10));

    @Test
    void firstInFirstOutInBatchesOfASize() throws InterruptedException {
        assertThat(queue.put(bytes(1), 1)).isTrue();
        assertThat(queue.put(bytes(2), 1)).isTrue();
        assertThat(queue.put(bytes(3), 1)).isTrue();
        assertThat(sizes(queue.take(4))).containsExactly(1, 2);
        assertThat(sizes(queue.take(1))).containsExactly(3);
    }

    @Test
    void boundedInStanzas() {
        queue.put(bytes(1), 1);
        queue.put(bytes(1), 1);
        assertThat(queue.put(bytes(1), 1)).isTrue();
        assertThat(queue.put(bytes(1), 1)).isFalse();
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void stanzasThatLeaveTogetherAreTakenTogetherOrNotAtAll() throws InterruptedException {
        assertThat(queue.put(bytes(2), 2)).isTrue();
        assertThat(queue.put(bytes(2), 2)).isFalse();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.put(bytes(1), 1)).isTrue();
        assertThat(sizes(queue.take(100))).containsExactly(2, 1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void boundedInBytes() throws InterruptedException {
        assertThat(queue.put(bytes(6), 1)).isTrue();
        assertThat(queue.put(bytes(5), 1)).isFalse();
        assertThat(queue.put(bytes(4), 1)).isTrue();
        queue.take(100);
        assertThat(queue.put(bytes(10), 1)).isTrue();
    }

    @Test
    void closedItGivesWhatWaitsThenTheLastWordsThenNothing() throws InterruptedException {
        queue.put(bytes(1), 1);
        queue.close(bytes(7));
        queue.close(bytes(8));
        assertThat(queue.put(bytes(1), 1)).isFalse();
        assertThat(sizes(queue.take(100))).containsExactly(1);
        assertThat(queue.take(100)).isEmpty();
        assertThat(queue.lastWords().orElseThrow()).hasSize(7);
    }

    @Test
    void abandonedItGivesNothing() throws InterruptedException {
        queue.put(bytes(1), 1);
        queue.put(bytes(1), 1);
        queue.close(bytes(7));
        assertThat(queue.abandon()).isEqualTo(2);
        assertThat(queue.take(100)).isEmpty();
        assertThat(queue.lastWords()).isEmpty();
    }

    @Test
    void whoTakesATurnWritesBeforeTheWriterDoes() throws InterruptedException {
        assertThat(queue.beginTurn(3, 1)).isTrue();
        queue.put(bytes(1), 1);
        queue.endTurn(Optional.of(new Batch(bytes(3), 1, 1)));
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.take(100)).extracting(Batch::left).containsExactly(2, 1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void noTurnWhereAnythingWaitsOrIsBeingWrittenOrIsTooMuchOrAtTheEnd() throws InterruptedException {
        assertThat(queue.beginTurn(11, 1)).isFalse();
        assertThat(queue.beginTurn(1, 4)).isFalse();
        queue.put(bytes(1), 1);
        assertThat(queue.beginTurn(1, 1)).isFalse();
        queue.take(100);
        assertThat(queue.beginTurn(1, 1)).as("the writer writes what it took").isFalse();
        queue.close(bytes(7));
        assertThat(queue.take(100)).isEmpty();
        assertThat(queue.beginTurn(1, 1)).isFalse();
    }

    private static byte[] bytes(int count) {
        return new byte[count];
    }

    private static List<Integer> sizes(List<StanzaQueue.Batch> batches) {
        return batches.stream().map(each -> each.bytes().length).toList();
    }
}
