package org.serverroster.rosterquery;

import java.time.Duration;

/**
 * What readers can make one local domain do at most. Immutable.
 *
 * @param items in one stanza
 * @param bytes of one stanza, which servers bound too: Prosody by default at 512 KiB
 * @param replay changes since a version, for that version to be known
 * @param available readers whose directed presence is remembered
 * @param followers readers that get pushes
 * @param unanswered pushes that one reader has not answered
 * @param page rows read from the database at once
 * @param patience how long a push may stay unanswered
 */
record Bounds(
        int items, int bytes, int replay, int available, int followers, int unanswered, int page, Duration patience) {

    static final Bounds DEFAULT = new Bounds(1_000, 400_000, 10_000, 1_000, 200, 50, 100, Duration.ofSeconds(30));

    /** How many of these places one domain may have, administrators not counted: a quarter. */
    static int share(int places) {
        return Math.max(1, places / 4);
    }

    /** How many of these places are for administrators alone: a tenth. */
    static int kept(int places) {
        return places / 10;
    }
}
