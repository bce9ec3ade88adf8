package org.serverroster.roster;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How full something is that holds what waits or is remembered, and no more of it than so much. Immutable; what it
 * supplies may be asked for by any thread.
 *
 * @param what it holds: a word or two joined by hyphens, for a metric's label
 * @param most how many it holds at most; 0: no limit was configured
 * @param held how many it holds now
 * @param turnedAway how many have not fitted since the start, and were refused, forgotten early, or only counted
 */
public record Bounded(String what, int most, IntSupplier held, LongSupplier turnedAway) {}
