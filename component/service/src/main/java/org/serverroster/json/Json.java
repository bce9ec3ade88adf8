package org.serverroster.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes JSON (RFC 8259) in ASCII alone: whatever a peer wrote does nothing to a terminal, and no locale spoils it. Has no
 * state; any thread.
 */
public final class Json {

    private Json() {}

    /**
     * The value on one line, but for lists of objects: each of those has a line of its own.
     *
     * @param value a map with texts for keys, a list, a text, a whole number, a boolean, or null; an optional is its
     *     content or null. Members stand in the map's own order.
     * @throws IllegalArgumentException for any other value
     */
    public static String of(Object value) {
        return of(value, "");
    }

    private static String of(Object value, String indent) {
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), indent);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(member -> quoted((String) member.getKey()) + ": " + of(member.getValue(), indent))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return of(list, indent);
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            return String.valueOf(value);
        }
        throw new IllegalArgumentException("no JSON for a " + value.getClass().getSimpleName());
    }

    private static String of(List<?> list, String indent) {
        if (list.stream().noneMatch(Map.class::isInstance)) {
            return list.stream().map(each -> of(each, indent)).collect(Collectors.joining(", ", "[", "]"));
        }
        String inner = indent + "  ";
        return list.stream()
                .map(each -> of(each, inner))
                .collect(Collectors.joining(",\n" + inner, "[\n" + inner, "\n" + indent + "]"));
    }

    /** Escapes all but plain letters' neighbours: what a terminal would act on does not reach one from here. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return out.append('"').toString();
    }
}
