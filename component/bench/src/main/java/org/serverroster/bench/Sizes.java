package org.serverroster.bench;

import java.time.Duration;

/**
 * How much is measured. Immutable.
 *
 * @param round how long questions are asked without a break
 * @param warmUp how long they are asked before anything counts
 * @param rounds how often ours and the rival take turns
 * @param window questions under way
 * @param items of the roster that is asked
 * @param oneAtATime questions of one round of latencies
 * @param subscribes peers that ask to subscribe
 * @param approvals requests that are approved
 * @param starts how often a start is measured
 * @param manyItems of the large roster
 * @param atRest items of the roster whose memory is measured
 * @param peers that are greeted at an attach
 * @param attaches how often
 */
public record Sizes(
        Duration round,
        Duration warmUp,
        int rounds,
        int window,
        int items,
        int oneAtATime,
        int subscribes,
        int approvals,
        int starts,
        int manyItems,
        int atRest,
        int peers,
        int attaches) {

    /** As the targets say. */
    public static Sizes full() {
        return new Sizes(
                Duration.ofSeconds(3),
                Duration.ofSeconds(6),
                5,
                1_000,
                100_000,
                5_000,
                50_000,
                10_000,
                5,
                1_000_000,
                10_000,
                10_000,
                5);
    }

    /** Enough to see that everything runs; the figures mean nothing. */
    public static Sizes quick() {
        return new Sizes(
                Duration.ofMillis(200), Duration.ofMillis(200), 1, 100, 1_000, 100, 500, 200, 1, 5_000, 1_000, 500, 1);
    }
}
