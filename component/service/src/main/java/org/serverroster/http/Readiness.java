package org.serverroster.http;

import java.util.List;

/** Whether the program can do its work, and what keeps it from it. Immutable. */
public record Readiness(List<Check> checks) {

    public Readiness {
        checks = List.copyOf(checks);
    }

    /** Whether every check is well. */
    public boolean ready() {
        return checks.stream().allMatch(Check::ok);
    }
}
