package org.serverroster.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stanza where it lies in the buffer: a view that the next stanza overwrites, so that a million answers make no
 * garbage. Of the thread that reads the link.
 */
public final class ScannedStanza {

    private byte[] bytes;
    private int start;
    private int content;
    private int end;
    private char type;
    private int idStart;
    private int idEnd;
    private int toStart;
    private int toEnd;

    /** Looks at the attributes of the start tag, which ends before {@code tagEnd}. */
    void at(byte[] buffer, int from, int tagEnd, int to) {
        bytes = buffer;
        start = from;
        content = tagEnd;
        end = to;
        type = ' ';
        idStart = idEnd = toStart = toEnd = 0;
        int name = from;
        for (int i = from; i < tagEnd; i++) {
            byte each = buffer[i];
            if (each == ' ') {
                name = i + 1;
            } else if (each == '=') {
                byte quote = buffer[i + 1];
                int value = i + 2;
                int close = value;
                while (close < tagEnd && buffer[close] != quote) {
                    close++;
                }
                attribute(name, i - name, value, close);
                i = close;
            }
        }
    }

    private void attribute(int name, int length, int value, int close) {
        if (length == 2 && bytes[name] == 'i' && bytes[name + 1] == 'd') {
            idStart = value;
            idEnd = close;
        } else if (length == 2 && bytes[name] == 't' && bytes[name + 1] == 'o') {
            toStart = value;
            toEnd = close;
        } else if (length == 4 && bytes[name] == 't' && bytes[name + 1] == 'y') {
            type = (char) bytes[value];
        }
    }

    /** Whether it is an IQ of type result. */
    public boolean isResult() {
        return isIq() && type == 'r';
    }

    /** Whether it is an IQ of type error. */
    public boolean isError() {
        return isIq() && type == 'e';
    }

    /** Whether it is an IQ that wants an answer. */
    public boolean isRequest() {
        return isIq() && (type == 'g' || type == 's');
    }

    /** Whether it is presence of any type. */
    public boolean isPresence() {
        return bytes[start + 1] == 'p';
    }

    /** Its id; empty if it has none. */
    public String id() {
        return new String(bytes, idStart, idEnd - idStart, StandardCharsets.UTF_8);
    }

    /** Whether it is to this address. */
    public boolean isTo(byte[] address) {
        return Arrays.equals(bytes, toStart, toEnd, address, 0, address.length);
    }

    /** What comes after the start tag, with the end tag. */
    public byte[] content() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** The whole stanza, copied. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** The whole stanza as text: for what is looked at closely, and for messages. */
    public String text() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private boolean isIq() {
        return bytes[start + 1] == 'i';
    }
}
