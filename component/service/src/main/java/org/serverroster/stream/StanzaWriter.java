package org.serverroster.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.serverroster.stream.StanzaQueue.Batch;

/**
 * Writes what waits in a queue to one connection, many stanzas in one write. A server that takes nothing blocks this
 * thread and no other; {@link #writingFor} lets somebody else notice.
 *
 * <p>Runs on a thread of its own, which ends with the connection. The reader thread {@link #write}s its answers itself where
 * that does not wait.
 */
final class StanzaWriter implements Runnable {

    /** About what a socket's buffer holds. */
    private static final int BATCH = 64 << 10;

    /** More than that is better written while the reader goes on. */
    private static final int SMALL = 16 << 10;

    private final StreamSettings settings;
    private final StreamMetrics metrics;
    private final StanzaQueue queue;
    private final Wire wire;
    private final Runnable failed;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean writing;
    private volatile long writingSince;

    StanzaWriter(StreamSettings settings, StreamMetrics metrics, StanzaQueue queue, Wire wire, Runnable failed) {
        this.settings = settings;
        this.metrics = metrics;
        this.queue = queue;
        this.wire = wire;
        this.failed = failed;
    }

    void start() {
        Thread thread = new Thread(this, "stream-" + settings.domain() + "-writer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            OutputStream out = wire.output();
            for (List<Batch> batches = queue.take(BATCH); !batches.isEmpty(); batches = queue.take(BATCH)) {
                writeStanzas(out, batches);
            }
            byte[] words = queue.lastWords().orElse(new byte[0]);
            if (words.length > 0) {
                write(out, words);
            }
        } catch (IOException e) {
            failed.run();
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a runtime that is going down.
            Thread.currentThread().interrupt();
        } finally {
            metrics.dropped(queue.abandon());
            done.countDown();
        }
    }

    /**
     * Writes whole stanzas, or as much of them as the connection takes without a wait, where nothing is to go out before
     * them; else they wait with the others. On the reader thread.
     */
    void write(Answers answers) {
        int stanzas = answers.stanzas();
        if (answers.length() > SMALL || !wire.isPlain() || !queue.beginTurn(answers.length(), stanzas)) {
            metrics.dropped(queue.put(answers.take(), stanzas) ? 0 : stanzas);
            return;
        }
        Optional<Batch> rest = Optional.empty();
        try {
            int written = wire.writeWhatFits(answers.view());
            metrics.bytesOut(written);
            if (written < answers.length()) {
                rest = Optional.of(new Batch(answers.take(), written, stanzas));
            } else {
                metrics.stanzasOut(stanzas);
            }
        } catch (IOException e) {
            metrics.dropped(stanzas + queue.abandon());
            failed.run();
        } finally {
            answers.clear();
            queue.endTurn(rest);
        }
    }

    private void writeStanzas(OutputStream out, List<Batch> batches) throws IOException {
        int stanzas = batches.stream().mapToInt(Batch::stanzas).sum();
        try {
            write(out, joined(batches));
        } catch (IOException e) {
            metrics.dropped(stanzas);
            throw e;
        }
        metrics.stanzasOut(stanzas);
        for (Batch batch : batches) {
            WireLog.out(settings.domain(), batch.bytes());
        }
    }

    private static byte[] joined(List<Batch> batches) {
        if (batches.size() == 1 && batches.get(0).written() == 0) {
            return batches.get(0).bytes();
        }
        byte[] all = new byte[batches.stream().mapToInt(Batch::left).sum()];
        int size = 0;
        for (Batch batch : batches) {
            System.arraycopy(batch.bytes(), batch.written(), all, size, batch.left());
            size += batch.left();
        }
        return all;
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        writingSince = System.nanoTime();
        writing = true;
        try {
            out.write(bytes);
            out.flush();
        } finally {
            writing = false;
        }
        metrics.bytesOut(bytes.length);
    }

    /** For how many nanoseconds one write has been under way; 0: none is. */
    long writingFor(long now) {
        long since = writingSince;
        return writing ? Math.max(0, now - since) : 0;
    }

    /** Waits until all is written or given up. */
    boolean await(Duration limit) throws InterruptedException {
        return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
