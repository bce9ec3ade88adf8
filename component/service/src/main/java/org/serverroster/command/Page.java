package org.serverroster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;

/**
 * Part of a list of items that fits into one stanza. Immutable.
 *
 * @param more how many items come after it
 * @param cut whether it ends before as many rows as were asked for, since no more fit into one stanza
 * @param last the last peer in it, after which the next page begins
 */
record Page(List<Listing.Row> rows, int more, boolean cut, Optional<PeerDomain> last) {

    static final String MAX = "max";
    static final String AFTER = "after";

    private static final int DEFAULT_ROWS = 500;
    private static final int MAX_ROWS = 1_000;

    /** Servers commonly take stanzas of up to 256 KiB; the rest is for the form around the rows. */
    static final int MAX_BYTES = 200 * 1024;

    static final Field MAX_FIELD =
            new Field.Number(MAX, "How many to list at most (1 to 1,000)", DEFAULT_ROWS, 1, MAX_ROWS);
    static final Field AFTER_FIELD = new Field.Address(AFTER, "List those that come after this server", false);

    /**
     * The items where the form says the page is to begin.
     *
     * @throws MalformedJidException if it names no peer
     */
    static Stream<RosterItem> from(Roster roster, Submission form) {
        String after = form.text(AFTER);
        return (after.isEmpty() ? roster.items() : roster.after(PeerDomain.parse(after))).stream();
    }

    static Page of(
            Stream<RosterItem> items, int max, List<Listing.Column> columns, Function<RosterItem, Listing.Row> row) {
        List<Listing.Row> rows = new ArrayList<>();
        PeerDomain last = null;
        int bytes = 0;
        int more = 0;
        boolean cut = false;
        for (RosterItem item : (Iterable<RosterItem>) items::iterator) {
            if (cut || rows.size() >= max) {
                more++;
                continue;
            }
            Listing.Row next = row.apply(item);
            bytes += Listing.bytes(columns, next);
            // A row goes out even if it alone is too much: else no page would ever get past it.
            if (bytes > MAX_BYTES && !rows.isEmpty()) {
                cut = true;
                more++;
                continue;
            }
            rows.add(next);
            last = item.peer();
        }
        return new Page(List.copyOf(rows), more, cut, Optional.ofNullable(last));
    }

    /** How to go on, as a sentence that begins with a space; empty where the list is whole. */
    String rest() {
        if (more == 0) {
            return "";
        }
        return "%s There %s %,d more: give '%s' as 'after' for the next."
                .formatted(
                        cut ? " No more fit into one answer." : "",
                        more == 1 ? "is" : "are",
                        more,
                        last.map(PeerDomain::toString).orElse(""));
    }
}
