package org.serverroster.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Stanzas as bytes, one after the other, that leave together. Owned by the stream's reader thread. */
public final class Answers {

    private static final int USUAL = 16 << 10;
    private static final int MOST_KEPT = 256 << 10;

    private byte[] bytes = new byte[USUAL];
    private int length;
    private int whole;
    private int stanzas;

    /** Appends bytes, which are well-formed XML where they stand. */
    public Answers add(byte[] more) {
        return add(more, 0, more.length);
    }

    /** Appends the bytes from {@code from} up to {@code to}. */
    public Answers add(byte[] more, int from, int to) {
        int count = to - from;
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(more, from, bytes, length, count);
        length += count;
        return this;
    }

    /** What was added since the last one is a whole stanza. */
    public void end() {
        stanzas++;
        whole = length;
    }

    /** Takes back what was added since the last whole stanza. */
    void undo() {
        length = whole;
    }

    /** How many stanzas there are. */
    int stanzas() {
        return stanzas;
    }

    /** The bytes of the whole stanzas. */
    int length() {
        return whole;
    }

    /** The whole stanzas, where they are: until something is added. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, whole);
    }

    /** The whole stanzas, which are here no more. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, whole);
        clear();
        return taken;
    }

    /** Forgets all. */
    void clear() {
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[USUAL];
        }
        length = 0;
        whole = 0;
        stanzas = 0;
    }
}
