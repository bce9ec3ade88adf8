package org.serverroster.stream;

/** Makes what somebody else wrote fit for one line of a log. Pure functions. */
final class Printable {

    private Printable() {}

    /**
     * The text with everything escaped that could end the line, hide, or steer a terminal, cut after {@code most}
     * characters.
     */
    static String of(String text, int most) {
        int length = Math.min(text.length(), most);
        StringBuilder line = new StringBuilder(length + 16);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (plain(c)) {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        return length < text.length() ? line.append('…').toString() : line.toString();
    }

    private static boolean plain(char c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of writing around.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
