package org.serverroster.xmpp;

import java.util.regex.Pattern;

/**
 * What a peer wrote, made fit for a log line or a terminal: one line, no control characters, no characters that turn
 * the direction of writing or hide, bounded in length.
 */
public final class Printable {

    private static final String CUT = "…";
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    /** Double ones of all scripts, primes and accents that look so, and two single ones side by side. */
    private static final Pattern QUOTATION_MARK =
            Pattern.compile("[\"«»“”„‟″‴‶‷⁗❝❞❠⹂〃〝〞〟＂ʺ˝ˮ˵˶᳓🙶🙷🙸\u030b\u030e\u05f4]|['`´‘’‚‛′‵ʹʼˈ＇❛❜]{2,}");

    private Printable() {}

    /**
     * {@code text} with everything but visible characters and plain spaces escaped, at most {@code max} characters of it.
     * What has been through this once comes out as it went in: a text may pass the service and then the command line.
     */
    public static String of(String text, int max) {
        if (text == null) {
            return "";
        }
        if (text.length() <= max && isVisibleAscii(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 8);
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (at + Character.charCount(c) > max) {
                return out.append(CUT).toString();
            }
            append(out, c);
            at += Character.charCount(c);
        }
        return out.toString();
    }

    /** Nearly every text is, and is not copied. */
    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * The same between quotation marks, among words of ours. Quotation marks in the text, and all that looks like one, are
     * escaped: it can not end before it ends, and go on as if it were us.
     */
    public static String quoted(String text, int max) {
        return "“" + QUOTATION_MARK.matcher(of(text, max)).replaceAll("\\\\\"") + "”";
    }

    /**
     * Whether {@code text} is one line that leaves the text around it alone: no control characters, no line breaks, none
     * that turn the direction of writing. Joiners belong to words and to emoji.
     */
    public static boolean isLine(String text) {
        return text.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        });
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isVisible(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format("\\u{%x}", c));
                }
            }
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
