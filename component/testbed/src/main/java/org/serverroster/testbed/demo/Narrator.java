package org.serverroster.testbed.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the story on a terminal or into a file: numbered steps in words, and below each the stanzas. What others wrote
 * is escaped where it could steer a terminal. One thread.
 */
final class Narrator {

    /** For a terminal of 100 columns. */
    static final int WIDTH = 98;

    private static final String DETAIL = "   ";
    private static final String STANZA = "       ";
    private static final String BOLD = "1";
    private static final String CYAN = "36";
    private static final String GREEN = "1;32";
    private static final String RED = "1;31";

    private final PrintStream out;
    private final boolean coloured;
    private int steps;

    Narrator(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Begins the next step of the story. */
    void step(String words) {
        steps++;
        String number = steps + ". ";
        String indent = " ".repeat(number.length());
        out.println();
        List<String> lines = wrap(words, WIDTH - number.length());
        for (int i = 0; i < lines.size(); i++) {
            out.println(paint(BOLD, (i == 0 ? number : indent) + printable(lines.get(i))));
        }
        out.flush();
    }

    /** A heading without a number. */
    void heading(String words) {
        out.println();
        wrap(words, WIDTH).forEach(line -> out.println(paint(BOLD, printable(line))));
        out.flush();
    }

    /** Says something about the current step. */
    void say(String words) {
        wrap(words, WIDTH - DETAIL.length()).forEach(line -> out.println((DETAIL + printable(line)).stripTrailing()));
        out.flush();
    }

    /** Prints a line as it is laid out, however long: a command to copy must stay whole. */
    void line(String text) {
        out.println(DETAIL + printable(text));
        out.flush();
    }

    /** Shows a stanza that crossed. */
    void stanza(Crossing crossing) {
        String from = orServer(crossing.stanza().from());
        String to = orServer(crossing.stanza().to());
        out.println();
        out.println(paint(CYAN, printable(DETAIL + "  " + from + " -> " + to)));
        StanzaLayout.lines(crossing.stanza().element(), WIDTH - STANZA.length())
                .forEach(line -> out.println(STANZA + printable(line)));
        out.flush();
    }

    /** A table with a heading; each row has as many cells. */
    void table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int length = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(length);
                } else {
                    widths.set(i, Math.max(widths.get(i), length));
                }
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(DETAIL + "  ");
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
            }
            out.println(printable(line.toString().stripTrailing()));
        }
        out.flush();
    }

    /** The last line of a demo that went well. */
    void ok(String words) {
        out.println(paint(GREEN, "demo: ok " + printable(words)));
        out.flush();
    }

    /** What there is to know about a failure, before the last line says it in short. */
    void evidence(String text) {
        out.println();
        text.lines().forEach(line -> out.println((DETAIL + printable(line)).stripTrailing()));
        out.flush();
    }

    /** The last line of a demo that did not. */
    void failed(String words) {
        out.println(paint(RED, "demo: failed: " + printable(words)));
        out.flush();
    }

    /** Breaks a text between words, and a word that is too long for a line within itself. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (line.length() > width) {
                lines.add(line.substring(0, width));
                line.delete(0, width);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static String orServer(String address) {
        return address.isEmpty() ? "(its server)" : address;
    }

    private String paint(String colour, String text) {
        return coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    /** Without control characters and those that turn the direction of writing. */
    private static String printable(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
