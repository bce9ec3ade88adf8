package org.serverroster.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts what arrives into stanzas by counting tags. No parser: it takes every {@code <} for a tag, so it is only for
 * streams of programs that escape those, which all that are measured here do. Of the thread that reads the link.
 */
final class StanzaScanner {

    private static final int CHUNK = 1 << 18;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

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
            int open = next(buffer, i, limit, '<');
            i = next(buffer, open, limit, '>');
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

    /** Where the character is next, or the limit. Eight bytes at a time: this loop is most of what the generator costs. */
    private static int next(byte[] buffer, int from, int limit, char wanted) {
        long pattern = wanted * ONES;
        int i = from;
        for (; i + Long.BYTES <= limit; i += Long.BYTES) {
            // The wanted byte becomes zero; the lowest high bit that is set in what follows is that of the first zero.
            long different = (long) EIGHT.get(buffer, i) ^ pattern;
            long found = (different - ONES) & ~different & HIGH_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < limit && buffer[i] != wanted) {
            i++;
        }
        return i;
    }
}
