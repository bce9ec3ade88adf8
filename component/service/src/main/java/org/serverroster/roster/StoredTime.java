package org.serverroster.roster;

import java.time.Instant;
import java.util.Optional;

/** A time as PostgreSQL keeps it: microseconds since the year 2000, in one number. */
final class StoredTime {

    /** Stands for no time. */
    static final long NEVER = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000;
    private static final long YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long FARTHEST = Long.MAX_VALUE / SECOND - 1;

    private StoredTime() {}

    /** What is farther away than 292,000 years, as its infinity is, is that far away: it refuses that, too. */
    static long of(Instant time) {
        long seconds = Math.max(-FARTHEST, Math.min(FARTHEST, time.getEpochSecond() - YEAR_2000));
        return seconds * SECOND + time.getNano() / 1_000;
    }

    static long of(Optional<Instant> time) {
        return time.map(StoredTime::of).orElse(NEVER);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(YEAR_2000 + Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }

    static Optional<Instant> optional(long micros) {
        return micros == NEVER ? Optional.empty() : Optional.of(instant(micros));
    }
}
