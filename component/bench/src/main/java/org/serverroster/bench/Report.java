package org.serverroster.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * All figures of one run, as the table that people read and as JSON. Immutable.
 *
 * @param time when it began, RFC 3339
 * @param quick whether the sizes were small, so that the figures mean nothing
 * @param machine what they were measured on
 * @param figures in the order in which they were measured
 */
record Report(String time, boolean quick, Map<String, String> machine, List<Figure> figures) {

    private static final List<String> HEADINGS = List.of("path", "ours", "rival", "ratio", "target", "reached");

    Report {
        figures = List.copyOf(figures);
    }

    /** In columns, and in a form that Markdown takes as well. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        figures.forEach(figure -> rows.add(cells(figure)));
        int[] widths = new int[HEADINGS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.add(1, ruler(widths));
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static List<String> ruler(int[] widths) {
        List<String> ruler = new ArrayList<>();
        for (int width : widths) {
            ruler.add("-".repeat(width));
        }
        return ruler;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            boolean number = i > 0 && i < 4;
            text.append(' ').append(number ? padding + cell : cell + padding).append(" |");
        }
        return text.toString();
    }

    private static List<String> cells(Figure figure) {
        return List.of(
                figure.path() + ", " + figure.unit(),
                Figure.plain(figure.ours()),
                figure.rival().isPresent() ? Figure.plain(figure.rival().getAsDouble()) : "–",
                figure.ratio().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", figure.ratio().getAsDouble())
                        : "–",
                figure.target().isEmpty() ? "–" : figure.target(),
                figure.reached().map(yes -> yes ? "yes" : "no").orElse("–"));
    }

    /** The same for programs: numbers as they were measured. */
    String json() {
        return "{\n  \"time\": " + quoted(time) + ",\n  \"quick\": " + quick + ",\n  \"machine\": {\n"
                + machine.entrySet().stream()
                        .map(each -> "    " + quoted(each.getKey()) + ": " + quoted(each.getValue()))
                        .collect(Collectors.joining(",\n"))
                + "\n  },\n  \"figures\": [\n"
                + figures.stream().map(Report::json).collect(Collectors.joining(",\n"))
                + "\n  ]\n}\n";
    }

    private static String json(Figure figure) {
        return "    {\"row\": " + quoted(figure.row())
                + ", \"path\": " + quoted(figure.path())
                + ", \"unit\": " + quoted(figure.unit())
                + ", \"ours\": " + figure.ours()
                + ", \"rival\": " + orNull(figure.rival())
                + ", \"ratio\": " + orNull(figure.ratio())
                + ", \"target\": " + quoted(figure.target())
                + ", \"reached\": " + figure.reached().map(Object::toString).orElse("null") + "}";
    }

    private static String orNull(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "null";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
