package org.serverroster.testbed.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.serverroster.testbed.ServerKind;

/**
 * What a run is to be like. Immutable.
 *
 * @param duration how long administrators decide and faults strike, in all rounds together
 * @param seed of the schedule
 * @param changesASecond how many commands the administrators of both sides give together
 * @param faultsAMinute how many faults begin in a minute
 * @param servers those of the two sides
 * @param components of each side; each is a peer of each of the other side
 * @param faults the kinds that strike
 */
public record Settings(
        Duration duration,
        long seed,
        double changesASecond,
        double faultsAMinute,
        List<ServerKind> servers,
        int components,
        Set<FaultKind> faults) {

    static final int MOST_COMPONENTS = 20;

    public Settings {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("A run takes time");
        }
        if (changesASecond <= 0 || changesASecond > 200) {
            throw new IllegalArgumentException("Changes a second: more than 0, up to 200");
        }
        if (faultsAMinute < 0 || faultsAMinute > 600) {
            throw new IllegalArgumentException("Faults a minute: 0 to 600");
        }
        if (servers.size() != 2) {
            throw new IllegalArgumentException("Two sides have two servers");
        }
        if (components < 1 || components > MOST_COMPONENTS) {
            throw new IllegalArgumentException("Components of a side: 1 to " + MOST_COMPONENTS);
        }
        servers = List.copyOf(servers);
        faults = Set.copyOf(faults);
    }

    /** A Prosody and an ejabberd, and everything that can go wrong. */
    public static Settings of(Duration duration, long seed) {
        return new Settings(
                duration,
                seed,
                4,
                20,
                List.of(ServerKind.PROSODY, ServerKind.EJABBERD),
                5,
                EnumSet.allOf(FaultKind.class));
    }
}
