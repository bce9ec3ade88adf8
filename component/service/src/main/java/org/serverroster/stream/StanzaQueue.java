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

    private final int mostStanzas;
    private final int mostBytes;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private Optional<byte[]> lastWords = Optional.empty();
    private boolean closed;

    StanzaQueue(Limits limits) {
        this.mostStanzas = limits.queueStanzas();
        this.mostBytes = limits.queueBytes();
    }

    /** False: full, or no more is taken. */
    synchronized boolean put(byte[] stanza) {
        if (closed || waiting.size() >= mostStanzas || bytes + stanza.length > mostBytes) {
            return false;
        }
        waiting.add(stanza);
        bytes += stanza.length;
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
        int dropped = waiting.size();
        waiting.clear();
        bytes = 0;
        notifyAll();
        return dropped;
    }

    /**
     * Waits for stanzas and takes as many as fit into {@code most} bytes, at least one. Empty: closed and all taken.
     */
    synchronized List<byte[]> take(int most) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<byte[]> batch = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && (batch.isEmpty() || size + waiting.peek().length <= most)) {
            byte[] next = waiting.remove();
            size += next.length;
            bytes -= next.length;
            batch.add(next);
        }
        return batch;
    }

    synchronized Optional<byte[]> lastWords() {
        return lastWords;
    }

    synchronized int size() {
        return waiting.size();
    }
}
