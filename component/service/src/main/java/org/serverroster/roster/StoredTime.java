package org.serverroster.roster;

import java.time.Instant;
import java.util.Optional;

/** A time as the database keeps it, to the microsecond, in one number: since 1970. */
final class StoredTime {

    /** Stands for no time. */
    static final long NEVER = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000;
    private static final long FARTHEST = Long.MAX_VALUE / SECOND - 1;

    private StoredTime() {}

    /** What is farther away than 292,000 years, as the database's infinity is, is that far away. */
    static long of(Instant time) {
        long seconds = Math.max(-FARTHEST, Math.min(FARTHEST, time.getEpochSecond()));
        return seconds * SECOND + time.getNano() / 1_000;
    }

    static long of(Optional<Instant> time) {
        return time.map(StoredTime::of).orElse(NEVER);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }

    static Optional<Instant> optional(long micros) {
        return micros == NEVER ? Optional.empty() : Optional.of(instant(micros));
    }
}
