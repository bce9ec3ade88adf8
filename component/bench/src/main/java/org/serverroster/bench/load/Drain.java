package org.serverroster.bench.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A thread that receives what comes over a link, so that whoever writes need not, and counts it. The counts are for any
 * thread.
 */
public final class Drain implements AutoCloseable {

    private final Link link;
    private final Consumer<ScannedStanza> handler;
    private final AtomicLong presences = new AtomicLong();
    private final AtomicLong results = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Thread thread;
    private volatile String fault = "";

    private Drain(Link link, Consumer<ScannedStanza> handler) {
        this.link = link;
        this.handler = handler;
        thread = new Thread(this::run, "drain");
        thread.setDaemon(true);
    }

    /**
     * Begins to receive.
     *
     * @param handler is given each stanza, too, on the receiving thread
     */
    public static Drain start(Link link, Consumer<ScannedStanza> handler) {
        Drain drain = new Drain(link, handler);
        drain.thread.start();
        return drain;
    }

    /** How much presence has come. */
    public long presences() {
        return presences.get();
    }

    /** How many IQs of type result have come. */
    public long results() {
        return results.get();
    }

    /** @throws IllegalStateException if the link broke, or brought an error in answer to what was asked */
    public void check() {
        if (!fault.isEmpty()) {
            throw new IllegalStateException(fault);
        }
    }

    /** Ends the link, and waits for the thread. */
    @Override
    public void close() throws IOException {
        closing.set(true);
        link.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                link.receive(this::count);
            }
        } catch (IOException | RuntimeException ended) {
            if (!closing.get()) {
                fault = ended.toString();
            }
        }
    }

    private void count(ScannedStanza stanza) {
        if (stanza.isPresence()) {
            presences.incrementAndGet();
        } else if (stanza.isResult()) {
            results.incrementAndGet();
        } else if (stanza.isError()) {
            fault = "an error came back: " + stanza.text();
        }
        handler.accept(stanza);
    }
}
