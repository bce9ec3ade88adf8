package org.serverroster.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.stream.StreamSettings.Limits;

/**
 * What waits to be written on one connection, first in first out, bounded in stanzas and bytes.
 *
 * <p>Any thread puts, the writer thread takes. Nobody waits but the writer.
 */
final class StanzaQueue {

    /** Whole stanzas that leave together. */
    record Batch(byte[] bytes, int stanzas) {}

    private final int mostStanzas;
    private final int mostBytes;
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private int stanzas;
    private long bytes;
    private Optional<byte[]> lastWords = Optional.empty();
    private boolean closed;

    StanzaQueue(Limits limits) {
        this.mostStanzas = limits.queueStanzas();
        this.mostBytes = limits.queueBytes();
    }

    /** Takes that many stanzas, all or none. False: full, or no more is taken. */
    synchronized boolean put(byte[] batch, int count) {
        if (closed || stanzas + count > mostStanzas || bytes + batch.length > mostBytes) {
            return false;
        }
        waiting.add(new Batch(batch, count));
        stanzas += count;
        bytes += batch.length;
        if (waiting.size() == 1) {
            notifyAll();
        }
        return true;
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
     * Waits for stanzas and takes as many as fit into {@code most} bytes, at least one. Empty: closed and all taken.
     */
    synchronized List<Batch> take(int most) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Batch> taken = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && (taken.isEmpty() || size + waiting.peek().bytes().length <= most)) {
            Batch next = waiting.remove();
            size += next.bytes().length;
            stanzas -= next.stanzas();
            bytes -= next.bytes().length;
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
