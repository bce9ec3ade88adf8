package org.serverroster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Comma-separated values (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it, and
 * loses it when it is read again. Has no state.
 */
final class Csv {

    /** What begins a formula in one spreadsheet or another, and the apostrophe itself: so that reading undoes writing. */
    private static final String FORMULA = "=+-@\t\r'＝＋－＠";

    /** Something in the text that is no CSV, and where. */
    static final class MalformedCsvException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedCsvException(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    /**
     * A record as it was read.
     *
     * @param line where it begins, the first of the file being 1
     */
    record Line(int line, List<String> cells) {}

    private Csv() {}

    /** The record with the line end that ends it. */
    static String line(List<String> cells) {
        return cells.stream().map(Csv::written).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String written(String cell) {
        String safe = isFormula(cell, 0) ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && safe.equals(safe.strip());
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String read(String cell) {
        return cell.startsWith("'") && isFormula(cell, 1) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String cell, int at) {
        return cell.length() > at && FORMULA.indexOf(cell.charAt(at)) >= 0;
    }

    /**
     * All records; lines that are empty are none.
     *
     * @throws MalformedCsvException where a quote is not closed, or stands where it cannot
     */
    static List<Line> parse(String text) throws MalformedCsvException {
        Reader reader = new Reader(text);
        List<Line> lines = new ArrayList<>();
        while (reader.at < text.length()) {
            int line = reader.line;
            List<String> cells = reader.record();
            if (!cells.equals(List.of(""))) {
                lines.add(new Line(line, cells.stream().map(Csv::read).toList()));
            }
        }
        return lines;
    }

    private static final class Reader {

        private final String text;
        private int at;
        private int line = 1;

        Reader(String text) {
            this.text = text;
        }

        List<String> record() throws MalformedCsvException {
            List<String> cells = new ArrayList<>();
            while (true) {
                cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
                if (at >= text.length()) {
                    return cells;
                }
                if (text.charAt(at) == ',') {
                    at++;
                } else {
                    endLine();
                    return cells;
                }
            }
        }

        private String plain() throws MalformedCsvException {
            int start = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '"') {
                    throw new MalformedCsvException(
                            line, "a quote stands in the middle of a cell that has none before");
                }
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() throws MalformedCsvException {
            int begun = line;
            StringBuilder cell = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c != '"') {
                    line += c == '\n' ? 1 : 0;
                    cell.append(c);
                } else if (at < text.length() && text.charAt(at) == '"') {
                    cell.append('"');
                    at++;
                } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    throw new MalformedCsvException(
                            line, "something stands between a closing quote and the next comma");
                } else {
                    return cell.toString();
                }
            }
            throw new MalformedCsvException(begun, "a quote is never closed");
        }

        private void endLine() {
            if (text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            line++;
        }
    }
}
