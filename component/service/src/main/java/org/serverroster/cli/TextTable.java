package org.serverroster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Printable;

/** A table for people: aligned, each row on its line, with nothing in it that a terminal would act on. Has no state. */
final class TextTable {

    private static final String GAP = "  ";

    /** Below this a column says nothing any more: what still does not fit, the terminal wraps. */
    private static final int NARROWEST = 8;

    private static final int MAX_CELL = 4_000;

    /** The headings, in capital letters as is the custom. */
    record Columns(List<String> headings) {}

    private TextTable() {}

    static Columns columns(String... headings) {
        return new Columns(List.of(headings));
    }

    static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }

    /**
     * An address for a person: letters of other scripts can look like ASCII ones, so where its domain has any the A-labels
     * follow. What is no address is left as it is.
     */
    static String address(String text) {
        try {
            Jid jid = Jid.parse(text);
            return (jid.hasLocal() ? jid.local() + "@" : "")
                    + jid.domain().shown()
                    + (jid.hasResource() ? "/" + jid.resource() : "");
        } catch (MalformedJidException e) {
            return text;
        }
    }

    /**
     * The lines of the table. Columns but the first that are empty throughout are left out.
     *
     * @param rows each with a cell for each column
     * @param width of the terminal; without one nothing is cut
     */
    static List<String> lines(Columns columns, List<List<String>> rows, OptionalInt width) {
        List<List<String>> clean = rows.stream()
                .map(row -> row.stream().map(TextTable::clean).toList())
                .toList();
        int[] shown = IntStream.range(0, columns.headings().size())
                .filter(i ->
                        i == 0 || clean.stream().anyMatch(row -> !row.get(i).isEmpty()))
                .toArray();
        List<List<String>> all = new ArrayList<>();
        all.add(select(columns.headings(), shown));
        clean.forEach(row -> all.add(select(row, shown)));

        int[] widths = IntStream.range(0, shown.length)
                .map(i -> all.stream()
                        .mapToInt(row -> TextWidth.of(row.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        width.ifPresent(available -> shrink(widths, available));
        return all.stream().map(row -> line(row, widths)).toList();
    }

    /** Lines of a group are one text here, with commas: a line break would end the row. */
    private static String clean(String cell) {
        return Printable.of(cell.replace("\n", ", "), MAX_CELL);
    }

    private static List<String> select(List<String> cells, int[] shown) {
        return IntStream.of(shown).mapToObj(cells::get).toList();
    }

    /** Takes from the widest, until it fits or nothing is left to take. */
    private static void shrink(int[] widths, int available) {
        int total = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        while (total > available) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = TextWidth.fit(row.get(i), widths[i]);
            line.append(cell);
            if (i < widths.length - 1) {
                line.append(" ".repeat(widths[i] - TextWidth.of(cell))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
