package org.serverroster.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.stream.StreamSettings.Limits;

/**
 * What waits to be written on one connection, first in first out, bounded in stanzas and bytes; and whose turn it is to
 * write, so that what leaves keeps that order.
 *
 * <p>Any thread puts, the writer thread takes, the reader thread takes turns. Nobody waits but the writer.
 */
final class StanzaQueue {

    /**
     * Whole stanzas that leave together.
     *
     * @param written how many of the bytes have left before
     */
    record Batch(byte[] bytes, int written, int stanzas) {

        int left() {
            return bytes.length - written;
        }
    }

    private final int mostStanzas;
    private final int mostBytes;
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private int stanzas;
    private long bytes;
    private Optional<byte[]> lastWords = Optional.empty();
    private boolean closed;

    /** Whether the writer writes what it took. */
    private boolean writing;

    /** Whether the reader does. */
    private boolean turn;

    StanzaQueue(Limits limits) {
        this.mostStanzas = limits.queueStanzas();
        this.mostBytes = limits.queueBytes();
    }

    /** Takes that many stanzas, all or none. False: full, or no more is taken. */
    synchronized boolean put(byte[] batch, int count) {
        if (closed || stanzas + count > mostStanzas || bytes + batch.length > mostBytes) {
            return false;
        }
        waiting.add(new Batch(batch, 0, count));
        stanzas += count;
        bytes += batch.length;
        if (waiting.size() == 1) {
            notifyAll();
        }
        return true;
    }

    /**
     * Whether that many stanzas of that many bytes may be written past the queue: nothing waits, nobody writes, and it would
     * take them. Nothing is taken from it then until {@link #endTurn}.
     */
    synchronized boolean beginTurn(int length, int count) {
        if (closed || writing || !waiting.isEmpty() || count > mostStanzas || length > mostBytes) {
            return false;
        }
        turn = true;
        return true;
    }

    /** Ends a turn. What is left of it goes out before all else. */
    synchronized void endTurn(Optional<Batch> rest) {
        turn = false;
        if (rest.isPresent()) {
            waiting.addFirst(rest.get());
            stanzas += rest.get().stanzas();
            bytes += rest.get().left();
        }
        if (!waiting.isEmpty() || closed) {
            notifyAll();
        }
    }

    /** Takes no more; what waits goes out, then these words, then nothing. Only the first call counts. */
    synchronized void close(byte[] words) {
        if (!closed) {
            closed = true;
            lastWords = Optional.of(words);
            notifyAll();
        }
    }

    /** Takes no more and drops what waits; returns how many stanzas that were. */
    synchronized int abandon() {
        closed = true;
        lastWords = Optional.empty();
        int dropped = stanzas;
        waiting.clear();
        stanzas = 0;
        bytes = 0;
        notifyAll();
        return dropped;
    }

    /**
     * Waits for stanzas and takes as many as fit into {@code most} bytes, at least one; what was taken before is written.
     * Empty: closed and all taken.
     */
    synchronized List<Batch> take(int most) throws InterruptedException {
        writing = false;
        while (turn || waiting.isEmpty() && !closed) {
            wait();
        }
        writing = true;
        List<Batch> taken = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && (taken.isEmpty() || size + waiting.peek().left() <= most)) {
            Batch next = waiting.remove();
            size += next.left();
            stanzas -= next.stanzas();
            bytes -= next.left();
            taken.add(next);
        }
        return taken;
    }

    synchronized Optional<byte[]> lastWords() {
        return lastWords;
    }

    synchronized int size() {
        return stanzas;
    }
}
