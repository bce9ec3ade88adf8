package org.serverroster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.serverroster.xmpp.ItemTexts;
import org.serverroster.xmpp.Printable;

/** A field of a form: how it is shown, and what it takes. Immutable. */
public sealed interface Field {

    /** The name by which programs know the field. */
    String var();

    /** What a person is asked. */
    String label();

    /** The field's type in XEP-0004 section 3.3. */
    String type();

    default boolean required() {
        return false;
    }

    /** What the form shows at first, and what holds where the submission leaves the field out. */
    default List<String> initially() {
        return List.of();
    }

    /** The values in normal form. Not called for a field that was left out or left empty. */
    List<String> check(List<String> values) throws MalformedFormException;

    /** One address. Whether it is one is for the command to say: what it cannot do is no fault of the form. */
    record Address(String var, String label, boolean required) implements Field {

        @Override
        public String type() {
            return "jid-single";
        }

        @Override
        public List<String> check(List<String> values) throws MalformedFormException {
            return List.of(single(this, values).strip());
        }
    }

    /**
     * One line of free text.
     *
     * @param max its length, in characters
     */
    record Text(String var, String label, int max) implements Field {

        @Override
        public String type() {
            return "text-single";
        }

        @Override
        public List<String> check(List<String> values) throws MalformedFormException {
            return List.of(line(this, single(this, values), max));
        }
    }

    /**
     * Several lines of free text; empty ones are left out.
     *
     * @param maxLines how many
     * @param max the length of each, in characters
     */
    record Lines(String var, String label, int maxLines, int max) implements Field {

        @Override
        public String type() {
            return "text-multi";
        }

        @Override
        public List<String> check(List<String> values) throws MalformedFormException {
            if (values.size() > maxLines) {
                throw new MalformedFormException(
                        "The field '%s' takes at most %,d lines, not %,d.".formatted(var, maxLines, values.size()));
            }
            List<String> lines = new ArrayList<>();
            for (String value : values) {
                String line = line(this, value, max);
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            return List.copyOf(lines);
        }
    }

    /** Yes or no, in the four forms of XEP-0004 section 3.3. */
    record Flag(String var, String label, boolean required, List<String> initially) implements Field {

        private static final Map<String, String> VALUES = Map.of("0", "0", "false", "0", "1", "1", "true", "1");

        static Flag of(String var, String label, boolean initially) {
            return new Flag(var, label, false, List.of(initially ? "1" : "0"));
        }

        @Override
        public String type() {
            return "boolean";
        }

        @Override
        public List<String> check(List<String> values) throws MalformedFormException {
            String value = VALUES.get(single(this, values).strip());
            if (value == null) {
                throw new MalformedFormException("The field '" + var + "' takes 0, 1, true or false.");
            }
            return List.of(value);
        }
    }

    /** A whole number within limits. */
    record Number(String var, String label, int value, int min, int max) implements Field {

        @Override
        public String type() {
            return "text-single";
        }

        @Override
        public List<String> initially() {
            return List.of(Integer.toString(value));
        }

        @Override
        public List<String> check(List<String> values) throws MalformedFormException {
            String text = single(this, values).strip();
            // Nine digits cannot overflow; ASCII alone, for parseInt takes the digits of every script.
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new MalformedFormException(
                        "The field '%s' takes a whole number from %d to %d.".formatted(var, min, max));
            }
            return List.of(Integer.toString(Integer.parseInt(text)));
        }
    }

    private static String single(Field field, List<String> values) throws MalformedFormException {
        if (values.size() != 1) {
            throw new MalformedFormException("The field '" + field.var() + "' takes one value, not several.");
        }
        return values.get(0);
    }

    private static String line(Field field, String text, int max) throws MalformedFormException {
        if (ItemTexts.isTooLong(text, max)) {
            throw new MalformedFormException(
                    "The field '%s' takes at most %,d characters.".formatted(field.var(), max));
        }
        if (!Printable.isLine(text)) {
            throw new MalformedFormException(
                    "The field '" + field.var() + "' takes no control characters and no line breaks.");
        }
        return text.strip();
    }
}
