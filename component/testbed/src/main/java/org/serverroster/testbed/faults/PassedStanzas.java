package org.serverroster.testbed.faults;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serverroster.testbed.FaultyLink.Direction;
import org.serverroster.testbed.FaultyLink.Tap;

/**
 * Remembers which subscription stanzas the links of one side carried whole, so that of a lost one it can be told how far
 * it came. Each thread that carries has its own rest of an unfinished stanza; any thread.
 */
final class PassedStanzas {

    /** {@code <presence … type='subscribe' …}: the start tag is enough, for a stanza that is cut is cut behind it or in it. */
    private static final Pattern PRESENCE =
            Pattern.compile("<presence\\b(?=[^>]*\\stype=['\"](subscribe|subscribed|unsubscribe|unsubscribed)['\"])"
                    + "(?=[^>]*\\sfrom=['\"]([^'\"]*)['\"])(?=[^>]*\\sto=['\"]([^'\"]*)['\"])[^>]*>");

    private static final int UNFINISHED = 64 * 1024;
    private static final int KEPT = 200_000;

    private final Map<Thread, StringBuilder> unfinished = new ConcurrentHashMap<>();
    private final Deque<Passed> all = new ArrayDeque<>();

    /** @param at when the last byte of its start tag was handed on */
    record Passed(Instant at, Direction direction, String type, String from, String to) {

        @Override
        public String toString() {
            return "%s %s from %s to %s, %s"
                    .formatted(
                            at,
                            type,
                            from,
                            to,
                            direction == Direction.TO_SERVER ? "to the server" : "to the component");
        }
    }

    /** To be given to every link of the side. */
    Tap tap() {
        return (direction, bytes, length) -> {
            StringBuilder text = unfinished.computeIfAbsent(Thread.currentThread(), thread -> new StringBuilder());
            text.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            Matcher matcher = PRESENCE.matcher(text);
            int done = 0;
            while (matcher.find()) {
                add(new Passed(Instant.now(), direction, matcher.group(1), matcher.group(2), matcher.group(3)));
                done = matcher.end();
            }
            text.delete(0, Math.max(done, Math.max(text.lastIndexOf("<"), text.length() - UNFINISHED)));
        };
    }

    /** Those between the two domains, in either direction, oldest first. */
    synchronized List<Passed> between(ItemKey item) {
        return all.stream()
                .filter(each -> each.from().equals(item.local()) && each.to().equals(item.peer())
                        || each.from().equals(item.peer()) && each.to().equals(item.local()))
                .toList();
    }

    private synchronized void add(Passed passed) {
        if (all.size() == KEPT) {
            all.removeFirst();
        }
        all.addLast(passed);
    }
}
