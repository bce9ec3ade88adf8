package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private static final int ROSTERS = 5;

    private final CyclicBarrier barrier = new CyclicBarrier(ROSTERS);
    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

    private void waitForTheOthers() {
        try {
            barrier.await(30, TimeUnit.SECONDS);
            done.add(Thread.currentThread().getName());
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("One waits for the other to be done", e);
        }
    }

    @Test
    @DisplayName("Each begins though the others wait, and all are done when it returns")
    void together() throws Exception {
        Together.run("end", Collections.nCopies(ROSTERS, this::waitForTheOthers));
        assertThat(List.copyOf(done)).hasSize(ROSTERS).containsOnly("end");
    }
}
