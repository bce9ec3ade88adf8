package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serverroster.stream.StreamSettings.Limits;

class StanzaQueueTest {

    private final StanzaQueue queue = new StanzaQueue(new Limits(0, 1, 1, 3, 10));

    @Test
    void firstInFirstOutInBatchesOfASize() throws InterruptedException {
        assertThat(queue.put(bytes(1))).isTrue();
        assertThat(queue.put(bytes(2))).isTrue();
        assertThat(queue.put(bytes(3))).isTrue();
        assertThat(sizes(queue.take(4))).containsExactly(1, 2);
        assertThat(sizes(queue.take(1))).containsExactly(3);
    }

    @Test
    void boundedInStanzas() {
        queue.put(bytes(1));
        queue.put(bytes(1));
        assertThat(queue.put(bytes(1))).isTrue();
        assertThat(queue.put(bytes(1))).isFalse();
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void boundedInBytes() throws InterruptedException {
        assertThat(queue.put(bytes(6))).isTrue();
        assertThat(queue.put(bytes(5))).isFalse();
        assertThat(queue.put(bytes(4))).isTrue();
        queue.take(100);
        assertThat(queue.put(bytes(10))).isTrue();
    }

    @Test
    void closedItGivesWhatWaitsThenTheLastWordsThenNothing() throws InterruptedException {
        queue.put(bytes(1));
        queue.close(bytes(7));
        queue.close(bytes(8));
        assertThat(queue.put(bytes(1))).isFalse();
        assertThat(sizes(queue.take(100))).containsExactly(1);
        assertThat(queue.take(100)).isEmpty();
        assertThat(queue.lastWords().orElseThrow()).hasSize(7);
    }

    @Test
    void abandonedItGivesNothing() throws InterruptedException {
        queue.put(bytes(1));
        queue.put(bytes(1));
        queue.close(bytes(7));
        assertThat(queue.abandon()).isEqualTo(2);
        assertThat(queue.take(100)).isEmpty();
        assertThat(queue.lastWords()).isEmpty();
    }

    private static byte[] bytes(int count) {
        return new byte[count];
    }

    private static List<Integer> sizes(List<byte[]> batch) {
        return batch.stream().map(each -> each.length).toList();
    }
}
