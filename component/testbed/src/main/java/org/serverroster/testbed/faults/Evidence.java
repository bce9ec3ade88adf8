package org.serverroster.testbed.faults;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.serverroster.testbed.faults.Audit.Finding;
import org.serverroster.testbed.faults.Ledger.Decision;

/**
 * Tells of each finding what led to it: what the administrators decided, what both logs hold, and which stanzas crossed
 * the links, in order of time. So it shows where a stanza was lost. One thread.
 *
 * @param copies of the sites, in the same order
 */
record Evidence(List<Site> sites, List<RosterCopy> copies, List<Decision> decisions, Progress progress) {

    private static final int ITEMS_TOLD = 5;
    private static final int LINES_TOLD = 40;

    /** Tells all findings, and what led to the first few. */
    void tell(List<Finding> findings) {
        Set<ItemKey> told = new LinkedHashSet<>();
        for (Finding finding : findings) {
            progress.print("  LOST: " + finding.item().map(item -> item + ": ").orElse("") + finding.words());
            finding.item().filter(item -> !told.contains(item.opposite())).ifPresent(told::add);
        }
        told.stream().limit(ITEMS_TOLD).forEach(this::tell);
    }

    private void tell(ItemKey item) {
        progress.print("\n  Between " + item.local() + " and " + item.peer() + ":");
        lines(
                "decided",
                decisions.stream()
                        .filter(each -> each.item().equals(item) || each.item().equals(item.opposite())));
        for (ItemKey each : List.of(item, item.opposite())) {
            lines(each.local() + " logged", copies.stream().flatMap(copy -> copy.eventsOf(each).stream()));
        }
        for (Site site : sites) {
            lines("the links of " + site.domain() + " carried", site.passed().between(item).stream());
        }
    }

    private void lines(String heading, Stream<?> all) {
        progress.print("    " + heading + ":");
        List<String> lines = all.map(Object::toString).toList();
        lines.stream().skip(Math.max(0, lines.size() - LINES_TOLD)).forEach(line -> progress.print("      " + line));
    }
}
