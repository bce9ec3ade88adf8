package org.serverroster.command;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A filled-in form, checked: every field of the form has the values given, or the ones that it has at first. Immutable.
 */
public final class Submission {

    private final Map<String, List<String>> values;
    private final Set<String> given;

    /** @param given the names of the fields that were there, filled in or not */
    Submission(Map<String, List<String>> values, Set<String> given) {
        this.values = Map.copyOf(values);
        this.given = Set.copyOf(given);
    }

    /** Every field with its values. */
    Map<String, List<String>> values() {
        return values;
    }

    /** Whether the field was there, be it left empty; not: it has what it has at first. */
    boolean has(String var) {
        return given.contains(var);
    }

    /** The one value of the field, or an empty text. */
    public String text(String var) {
        List<String> found = lines(var);
        return found.isEmpty() ? "" : found.get(0);
    }

    /** The values of the field, maybe none. */
    public List<String> lines(String var) {
        List<String> found = values.get(var);
        if (found == null) {
            throw new IllegalArgumentException("the form has no field " + var);
        }
        return found;
    }

    public boolean flag(String var) {
        return text(var).equals("1");
    }

    public int number(String var) {
        return Integer.parseInt(text(var));
    }
}
