package org.serverroster.stream;

import java.util.Arrays;
import java.util.List;

/**
 * Lets whole and valid characters through to the reader. RFC 6120, section 11.6, allows nothing but UTF-8; the reader
 * takes overlong forms and what lies beyond Unicode, and garbles some characters that are cut in two.
 *
 * <p>Owned by the stream's reader thread.
 */
final class Utf8Gate {

    /** The first {@code length} bytes of an array. */
    record Piece(byte[] bytes, int length) {}

    private final byte[] started = new byte[4];
    private int startedLength;
    private boolean broken;

    /** A byte came that no valid character can have; nothing after it passes. */
    boolean broken() {
        return broken;
    }

    /** Whether nothing is kept back. */
    boolean isAtRest() {
        return startedLength == 0 && !broken;
    }

    /**
     * The characters that are whole now, in order. A character whose end is still to come is kept back. The pieces may
     * use the array itself.
     */
    List<Piece> pass(byte[] bytes, int length) {
        if (broken) {
            return List.of();
        }
        if (startedLength == 0) {
            return List.of(new Piece(bytes, wholeCharacters(bytes, 0, length)));
        }
        int from = 0;
        while (from < length && startedLength < size(started[0])) {
            started[startedLength++] = bytes[from++];
        }
        byte[] first = Arrays.copyOf(started, startedLength);
        startedLength = 0;
        int whole = wholeCharacters(first, 0, first.length);
        if (broken || whole == 0) {
            return List.of();
        }
        byte[] rest = Arrays.copyOfRange(bytes, from, length);
        return List.of(new Piece(first, whole), new Piece(rest, wholeCharacters(rest, 0, rest.length)));
    }

    /** How many bytes of whole valid characters there are; keeps back what may become one more. */
    private int wholeCharacters(byte[] bytes, int from, int length) {
        int i = from;
        while (i < length) {
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int size = size(bytes[i]);
            int here = Math.min(size, length - i);
            if (size == 0 || !valid(bytes, i, here)) {
                broken = true;
                return i;
            }
            if (here < size) {
                System.arraycopy(bytes, i, started, 0, here);
                startedLength = here;
                return i;
            }
            i += size;
        }
        return i;
    }

    /** How many bytes the character has that this byte begins; 0: none begins so. */
    private static int size(byte lead) {
        int value = lead & 0xFF;
        if (value < 0x80) {
            return 1;
        }
        if (value < 0xC2 || value > 0xF4) {
            return 0;
        }
        return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    /** Whether the bytes from the second on fit the first, as far as they are there: Unicode 15, table 3-7. */
    private static boolean valid(byte[] bytes, int at, int count) {
        for (int i = 1; i < count; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        if (count < 2) {
            return true;
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (bytes[at] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            // U+FFFE and U+FFFF are no characters of XML: XML 1.0, section 2.2.
            case 0xEF -> second != 0xBF || count < 3 || (bytes[at + 2] & 0xFF) < 0xBE;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
