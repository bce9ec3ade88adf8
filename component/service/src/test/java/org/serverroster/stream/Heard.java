package org.serverroster.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** What a stream tells its listener and counts, and what a test needs to make one. */
final class Heard implements StreamListener {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamEnd> ends = new LinkedBlockingQueue<>();
    final StreamMetrics metrics = new Counting();
    final AtomicInteger dropped = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger read = new AtomicInteger();
    final AtomicInteger written = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger ignored = new AtomicInteger();

    static StreamSettings settings(int port, Limits limits, Timing timing) {
        return new StreamSettings(
                "buddies.montague.lit", "127.0.0.1", port, Optional.empty(), ScriptedServer.SECRET, limits, timing);
    }

    static StreamSettings settings(ScriptedServer server) {
        return settings(server.port(), Limits.DEFAULT, Timings.PATIENT);
    }

    /** Starts a stream that ends with the test, whether the server answers its end or not. */
    Running run(StreamSettings settings) {
        return new Running(start(settings));
    }

    ComponentStream start(StreamSettings settings) {
        ComponentStream stream = new ComponentStream(settings, this, metrics);
        stream.start();
        return stream;
    }

    /** A stream that is closed without waiting for the server. */
    record Running(ComponentStream stream) implements AutoCloseable {
        @Override
        public void close() {
            stream.close(Duration.ofMillis(20));
        }
    }

    static Element presence(String id) {
        return DocumentHelper.createElement("presence")
                .addAttribute("from", "buddies.montague.lit")
                .addAttribute("to", "capulet.lit")
                .addAttribute("id", id);
    }

    /** The next event. */
    String next() throws InterruptedException {
        String event = events.poll(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError("nothing was heard");
        }
        return event;
    }

    /** All events so far. */
    List<String> all() {
        return new ArrayList<>(events);
    }

    /** How the next attempt or stream ended. */
    StreamEnd end() throws InterruptedException {
        StreamEnd end = ends.poll(ScriptedServer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        if (end == null) {
            throw new AssertionError("nothing ended");
        }
        return end;
    }

    /** Waits until something is so. */
    static void until(BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ScriptedServer.DEADLINE_MILLIS);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come about");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void attached() {
        events.add("attached");
    }

    @Override
    public void received(Element stanza) {
        events.add(StanzaBytes.text(stanza));
    }

    @Override
    public void oversized(Element root) {
        events.add("oversized " + StanzaBytes.text(root));
    }

    @Override
    public void detached(StreamEnd why) {
        events.add("detached " + why.label());
    }

    private final class Counting implements StreamMetrics {
        @Override
        public void connecting() {
            attempts.incrementAndGet();
        }

        @Override
        public void ended(StreamEnd why) {
            ends.add(why);
        }

        @Override
        public void dropped(int count) {
            dropped.addAndGet(count);
        }

        @Override
        public void refused() {
            refused.incrementAndGet();
        }

        @Override
        public void stanzasIn(int count) {
            read.addAndGet(count);
        }

        @Override
        public void stanzasOut(int count) {
            written.addAndGet(count);
        }

        @Override
        public void ignored() {
            ignored.incrementAndGet();
        }
    }
}
