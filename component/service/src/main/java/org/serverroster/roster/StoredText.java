package org.serverroster.roster;

import java.util.List;

/**
 * What others wrote, made fit to be stored: PostgreSQL takes no U+0000 and no half of a surrogate pair. The records
 * that are stored pass their texts through here, so that what memory holds and what the database holds are the same.
 */
final class StoredText {

    /** How much is kept of a reason, in characters. */
    static final int MAX_REASON = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    /** {@code text} with U+FFFD in the place of what cannot be stored. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isStorable(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    /** The same of each; that list itself where nothing is to be replaced and nobody can change it. */
    static List<String> all(List<String> texts) {
        return texts.stream().allMatch(text -> of(text) == text)
                ? List.copyOf(texts)
                : texts.stream().map(StoredText::of).toList();
    }

    /** The same, cut to {@link #MAX_REASON} characters. */
    static String reason(String text) {
        if (text.length() <= MAX_REASON) {
            return of(text);
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_REASON - 1));
        return of(text.substring(0, splitsPair ? MAX_REASON - 1 : MAX_REASON));
    }

    private static boolean isStorable(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c != 0;
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (!isStorable(text, i)) {
                out.setCharAt(i, REPLACEMENT);
            }
        }
        return out.toString();
    }
}
