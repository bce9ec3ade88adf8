package org.serverroster.roster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that many items of a roster have in common: each is kept once, where a row brings a copy of its own. Of one thread,
 * which reads a roster.
 */
final class SharedTexts {

    /** Enough for groups; names that are all different are not to be remembered all. */
    private static final int MOST = 10_000;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<List<String>, List<String>> lists = new HashMap<>();

    /** An equal text, the same one each time. */
    String of(String text) {
        return text.isEmpty() ? "" : shared(texts, text);
    }

    /** An equal list, unmodifiable, the same one each time. */
    List<String> of(List<String> list) {
        return list.isEmpty() ? List.of() : shared(lists, list);
    }

    private static <T> T shared(Map<T, T> known, T value) {
        T before = known.size() < MOST ? known.putIfAbsent(value, value) : known.get(value);
        return before == null ? value : before;
    }
}
