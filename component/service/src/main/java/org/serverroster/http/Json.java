package org.serverroster.http;

import java.util.stream.Collectors;

/** Writes the few things that are told in JSON (RFC 8259). */
final class Json {

    private Json() {}

    static String of(Readiness readiness) {
        return readiness.checks().stream()
                .map(Json::of)
                .collect(Collectors.joining(",\n", "{\"ready\": " + readiness.ready() + ", \"checks\": [\n", "\n]}\n"));
    }

    private static String of(Check check) {
        return "  {\"name\": " + quoted(check.name()) + ", \"ok\": " + check.ok() + ", \"why\": " + quoted(check.why())
                + "}";
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
