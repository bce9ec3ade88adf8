package org.serverroster.bench;

import java.util.Arrays;
import java.util.List;

/** What stands in the middle. Stateless. */
public final class Medians {

    private Medians() {}

    /** Of at least one value. */
    public static double of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value that so many of 100 do not exceed; the values are sorted, and at least one. */
    public static double percentile(long[] sorted, double percent) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
    }

    /** Sorted. */
    public static long[] sorted(List<Long> values) {
        long[] all = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return all;
    }
}
