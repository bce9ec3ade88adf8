package org.serverroster.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One item of a result form (XEP-0004 section 3.4): its values by field, as they came. Immutable. */
record Row(Map<String, List<String>> fields) {

    Row {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        fields.forEach((var, values) -> copy.put(var, List.copyOf(values)));
        fields = Map.copyOf(copy);
    }

    /** The field's lines, none where it has no value. */
    List<String> lines(String var) {
        return fields.getOrDefault(var, List.of()).stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The field's text, or an empty one. */
    String text(String var) {
        return String.join("\n", lines(var));
    }

    /** What the field says, if it says either. */
    Optional<Boolean> flag(String var) {
        return switch (text(var)) {
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
