package org.serverroster.testbed.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run came to. Immutable.
 *
 * @param decisions that administrators made
 * @param confirmed how many of them they were told are done
 * @param faults how many of each kind were injected
 * @param sentAgain stanzas that were sent again, as far as the services told; empty: none tells
 * @param compared items that were compared, over all rounds
 * @param healed rounds in which both sides agreed only after attaching anew
 * @param crossed requests that crossed a refusal, in words
 * @param lost what differs, in words; empty: the run is good
 */
public record Report(
        int decisions,
        int confirmed,
        Map<FaultKind, Integer> faults,
        OptionalLong sentAgain,
        int compared,
        int rounds,
        int healed,
        List<String> crossed,
        List<String> lost) {

    public Report {
        faults = Map.copyOf(faults);
        crossed = List.copyOf(crossed);
        lost = List.copyOf(lost);
    }

    /** The table, and as its last line what was lost. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        row(lines, "decisions made", decisions);
        row(lines, "confirmed to an administrator", confirmed);
        for (FaultKind kind : FaultKind.values()) {
            if (faults.containsKey(kind)) {
                row(lines, kind.words(), faults.get(kind));
            }
        }
        row(
                lines,
                "faults injected",
                faults.values().stream().mapToInt(Integer::intValue).sum());
        if (sentAgain.isPresent()) {
            row(lines, "stanzas sent again, at least", sentAgain.getAsLong());
        }
        row(lines, "rounds", rounds);
        row(lines, "of these in agreement only after attaching anew", healed);
        row(lines, "items compared", compared);
        row(lines, "repeated requests that crossed a refusal", crossed.size());
        lines.add("lost: " + lost.size());
        return lines;
    }

    private static void row(List<String> lines, String what, long count) {
        lines.add("%-50s %7d".formatted(what, count));
    }
}
