package org.serverroster.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the table. Immutable.
 *
 * @param row the name that {@code --only} takes
 * @param path what was measured, in words
 * @param unit of ours and the rival's
 * @param ours the service's figure
 * @param rival the figure of what it is compared with, where there is one
 * @param target what the figure is to be, in words
 * @param reached whether it is; empty where nothing is to be reached
 */
public record Figure(
        String row,
        String path,
        String unit,
        double ours,
        OptionalDouble rival,
        String target,
        Optional<Boolean> reached) {

    /** Ours is to be at least so many times the rival's. */
    public static Figure atLeast(String row, String path, String unit, double ours, double rival, double times) {
        return toTheRival(row, path, unit, ours, rival, "at least " + plain(times) + " x", ours >= times * rival);
    }

    /** Ours is to be at most so many times the rival's. */
    public static Figure atMost(String row, String path, String unit, double ours, double rival, double times) {
        return toTheRival(row, path, unit, ours, rival, "at most " + plain(times) + " x", ours <= times * rival);
    }

    private static Figure toTheRival(
            String row, String path, String unit, double ours, double rival, String target, boolean reached) {
        return new Figure(row, path, unit, ours, OptionalDouble.of(rival), target, Optional.of(reached));
    }

    /** Ours is to be below a limit, whatever the rival's is. */
    public static Figure below(String row, String path, String unit, double ours, OptionalDouble rival, double limit) {
        return new Figure(
                row, path, unit, ours, rival, "below " + plain(limit) + " " + unit, Optional.of(ours < limit));
    }

    /** Told for whoever wants to know. */
    public static Figure told(String row, String path, String unit, double ours, OptionalDouble rival) {
        return new Figure(row, path, unit, ours, rival, "", Optional.empty());
    }

    /** Ours through the rival's. */
    public OptionalDouble ratio() {
        return rival.isPresent() && rival.getAsDouble() > 0
                ? OptionalDouble.of(ours / rival.getAsDouble())
                : OptionalDouble.empty();
    }

    /** With as many digits as mean something. */
    static String plain(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
