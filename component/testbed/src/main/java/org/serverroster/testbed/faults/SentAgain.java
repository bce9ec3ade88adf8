package org.serverroster.testbed.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds up, over all processes of one side's service, how many stanzas they say that they sent again. A process that is
 * killed takes with it what it counted since it was last asked, so the sum is a lower bound. Any thread.
 */
final class SentAgain {

    private static final Pattern COUNTER =
            Pattern.compile("^server_roster_outbox_[a-z_]*again_total(?:\\{[^}]*\\})? ([0-9.E+]+)$", Pattern.MULTILINE);

    private final Map<Long, Double> byProcess = new HashMap<>();

    /** What the process with that pid just told, in Prometheus' text format. */
    synchronized void seen(long pid, String metrics) {
        Matcher matcher = COUNTER.matcher(metrics);
        while (matcher.find()) {
            byProcess.putIfAbsent(pid, 0.0);
        }
        double sum = matcher.reset()
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
        byProcess.computeIfPresent(pid, (each, before) -> Math.max(before, sum));
    }

    /** Whether any process told of it. */
    synchronized boolean known() {
        return !byProcess.isEmpty();
    }

    synchronized long sum() {
        return Math.round(
                byProcess.values().stream().mapToDouble(Double::doubleValue).sum());
    }
}
