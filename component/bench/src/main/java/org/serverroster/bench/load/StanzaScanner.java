package org.serverroster.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts what arrives into stanzas by counting tags. No parser: it takes every {@code <} for a tag, so it is only for
 * streams of programs that escape those, which all that are measured here do. Of the thread that reads the link.
 */
final class StanzaScanner {

    private static final int CHUNK = 1 << 18;

    private final InputStream in;
    private final ScannedStanza stanza = new ScannedStanza();
    private byte[] bytes = new byte[2 * CHUNK];
    private int filled;

    StanzaScanner(InputStream in) {
        this.in = in;
    }

    /** Reads up to and with the {@code >} that ends the text. For the few words before the first stanza. */
    String readThrough(String ending) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(ending) < 0 || text.charAt(text.length() - 1) != '>') {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Waits for bytes and hands over every stanza that is whole. */
    void read(Consumer<ScannedStanza> handler) throws IOException {
        if (bytes.length - filled < CHUNK) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = in.read(bytes, filled, CHUNK);
        if (count < 0) {
            throw new EOFException("the stream ended");
        }
        filled += count;
        int taken = scan(handler);
        System.arraycopy(bytes, taken, bytes, 0, filled - taken);
        filled -= taken;
    }

    /** Returns where the first stanza begins that is not whole yet. */
    private int scan(Consumer<ScannedStanza> handler) throws IOException {
        byte[] buffer = bytes;
        int limit = filled;
        int start = 0;
        int tagEnd = 0;
        int depth = 0;
        int i = 0;
        while (true) {
            while (i < limit && buffer[i] != '<') {
                i++;
            }
            int open = i;
            while (i < limit && buffer[i] != '>') {
                i++;
            }
            if (i >= limit) {
                return depth == 0 ? open : start;
            }
            i++;
            if (buffer[open + 1] == '/') {
                depth--;
            } else {
                if (depth == 0) {
                    start = open;
                    tagEnd = i;
                }
                if (buffer[i - 2] != '/') {
                    depth++;
                }
            }
            if (depth < 0) {
                throw new EOFException("the stream was closed");
            }
            if (depth == 0) {
                stanza.at(buffer, start, tagEnd, i);
                handler.accept(stanza);
            }
        }
    }
}
