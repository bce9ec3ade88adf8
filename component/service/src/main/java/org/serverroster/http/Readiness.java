package org.serverroster.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serverroster.json.Json;

/** Whether the program can do its work, and what keeps it from it. Immutable. */
public record Readiness(List<Check> checks) {

    public Readiness {
        checks = List.copyOf(checks);
    }

    /** Whether every check is well. */
    public boolean ready() {
        return checks.stream().allMatch(Check::ok);
    }

    /** Both in JSON, for whoever asks over HTTP. */
    String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ready", ready());
        members.put("checks", checks.stream().map(Readiness::members).toList());
        return Json.of(members) + "\n";
    }

    private static Map<String, Object> members(Check check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", check.name());
        members.put("ok", check.ok());
        members.put("why", check.why());
        return members;
    }
}
