package org.serverroster.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.xmpp.Printable;

/**
 * The stream of one component to its server (XEP-0114): attached, or on the way to it, from {@link #start} to {@link
 * #close}.
 *
 * <p>Threads: {@code stream-DOMAIN} connects, reads and calls the listener; {@code stream-DOMAIN-writer} writes what is
 * sent, one for each connection; {@code stream-DOMAIN-watch} looks after time. Every public method may be called from
 * any thread, and none but {@link #close} waits.
 */
public final class ComponentStream implements AutoCloseable {

    /** Waits between two attempts. */
    interface Pauses {
        /** Returns after this time, or at once when the stream is closed. */
        void pause(Duration time) throws InterruptedException;
    }

    private static final Logger LOG = LogManager.getLogger(ComponentStream.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final StreamSettings settings;
    private final StreamListener listener;
    private final StreamMetrics metrics;
    private final Connector connector;
    private final Watch watch;
    private final Pauses pauses;
    private final Thread owner;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();

    /** The connection, attached or on the way to it. */
    private volatile Optional<Conversation> current = Optional.empty();
    /** The connection while stanzas can cross. */
    private volatile Optional<Conversation> open = Optional.empty();

    private volatile StreamStatus status = new StreamStatus(false, Instant.now(), Optional.empty());

    // The owner thread's own.
    private final Backoff backoff;
    private final FaultLog faults;
    private long attachedAt;

    public ComponentStream(StreamSettings settings, StreamListener listener, StreamMetrics metrics) {
        this(settings, listener, metrics, Optional.empty());
    }

    ComponentStream(StreamSettings settings, StreamListener listener, StreamMetrics metrics, Optional<Pauses> pauses) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.pauses = pauses.orElse(this::pause);
        this.connector = new Connector(settings);
        this.watch = new Watch(settings.domain());
        this.backoff = new Backoff(settings.timing(), new SplittableRandom());
        this.faults = new FaultLog(settings.domain());
        this.owner = new Thread(this::keepAttached, "stream-" + settings.domain());
        this.owner.setDaemon(true);
    }

    /** Begins to connect, and to connect again whenever the stream ends. Returns at once. */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("started before");
        }
        metrics.queueDepth(this::queued);
        owner.start();
    }

    /**
     * Puts a stanza in line to be written; never waits. Stanzas that one thread sends go out in that order.
     *
     * @return false: it will not be written, since the stream is not attached, is closing, has too much in line (counted
     *     as dropped), or the stanza is no well-formed XML (logged, and counted as refused)
     * @throws IllegalArgumentException without {@code from} or {@code to}: XEP-0114, section 3: "All stanzas sent to the
     *     server MUST possess a 'from' attribute and a 'to' attribute"
     */
    public boolean send(Element stanza) {
        if (blank(stanza.attributeValue("from")) || blank(stanza.attributeValue("to"))) {
            throw new IllegalArgumentException("a stanza without from or to: " + stanza.getName());
        }
        Optional<Conversation> to = open;
        if (to.isEmpty()) {
            metrics.dropped(1);
            return false;
        }
        byte[] bytes;
        try {
            bytes = StanzaBytes.of(stanza);
        } catch (IllegalArgumentException e) {
            metrics.refused();
            LOG.error(
                    "{}: a {} to {} was not sent: {}",
                    settings.domain(),
                    stanza.getName(),
                    Printable.of(stanza.attributeValue("to"), 200),
                    e.getMessage());
            return false;
        }
        if (!to.get().send(bytes)) {
            metrics.dropped(1);
            return false;
        }
        return true;
    }

    /** Whether it is attached, since when, and why it last was not. */
    public StreamStatus status() {
        return status;
    }

    /** The stanzas that wait to be written. */
    public int queued() {
        return open.map(Conversation::queued).orElse(0);
    }

    /**
     * Ends the stream in order: what was sent before goes out, then {@code </stream:stream>}, then it waits for the
     * server's and closes the connection. After the limit it closes the connection whatever happens. Nothing connects
     * again. Called by the listener, it begins all that and does not wait.
     */
    public void close(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        closed.countDown();
        connector.giveUp();
        Optional<Conversation> talking = current;
        if (open.isPresent()) {
            talking.ifPresent(Conversation::part);
        } else {
            talking.ifPresent(each -> each.abort(StreamEnd.closed()));
        }
        if (!started.get() || Thread.currentThread() == owner) {
            talking.ifPresent(each -> watch.after(limit, () -> each.abort(StreamEnd.closed())));
            if (!started.get()) {
                watch.close();
            }
            return;
        }
        try {
            join(deadline - System.nanoTime());
            if (owner.isAlive()) {
                current.ifPresent(each -> each.abort(StreamEnd.closed()));
                owner.interrupt();
            }
        } catch (InterruptedException e) {
            current.ifPresent(each -> each.abort(StreamEnd.closed()));
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #close(Duration)} within 5 s. */
    @Override
    public void close() {
        close(CLOSE);
    }

    private void join(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(owner, Math.max(1, nanos));
    }

    private boolean closing() {
        return closed.getCount() == 0;
    }

    private void pause(Duration time) throws InterruptedException {
        closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void keepAttached() {
        try {
            while (!closing()) {
                attachedAt = 0;
                StreamEnd why = attempt();
                Duration stayed = Duration.ZERO;
                if (attachedAt != 0) {
                    stayed = Duration.ofNanos(System.nanoTime() - attachedAt);
                }
                metrics.ended(why);
                faults.ended(why, stayed.compareTo(settings.timing().settled()) >= 0, System.nanoTime());
                if (!closing()) {
                    pauses.pause(backoff.after(stayed, why));
                }
            }
        } catch (InterruptedException e) {
            // Closed, and out of time.
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
        }
    }

    /** One connection, from the first address to the last word. */
    private StreamEnd attempt() throws InterruptedException {
        metrics.connecting();
        StreamEnd why;
        try {
            Conversation conversation = new Conversation(settings, metrics, connector.connect(), new Ear(), watch);
            current = Optional.of(conversation);
            if (closing()) {
                conversation.abort(StreamEnd.closed());
            }
            why = conversation.run(connector);
        } catch (ConnectFailure e) {
            why = closing() ? StreamEnd.closed() : e.why();
        } catch (RuntimeException e) {
            LOG.error("{}: a fault of this program ended the stream", settings.domain(), e);
            why = StreamEnd.ourFault();
        }
        boolean was = open.isPresent();
        open = Optional.empty();
        current = Optional.empty();
        status = new StreamStatus(false, was ? Instant.now() : status.since(), Optional.of(why));
        if (was) {
            StreamEnd last = why;
            tell(() -> listener.detached(last));
        }
        return why;
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("{}: a fault of this program: a stanza or an event was not dealt with", settings.domain(), e);
        }
    }

    private static boolean blank(String value) {
        return value == null || value.isBlank();
    }

    /** Passes on what the conversation hears, on the owner thread. */
    private final class Ear implements Conversation.Ear {

        @Override
        public void attached(Conversation conversation) {
            attachedAt = System.nanoTime();
            status = new StreamStatus(true, Instant.now(), status.fault());
            open = Optional.of(conversation);
            if (closing()) {
                conversation.part();
            }
            metrics.attached();
            faults.attached(settings.address());
            tell(listener::attached);
        }

        @Override
        public void received(Element stanza) {
            tell(() -> listener.received(stanza));
        }

        @Override
        public int answer(byte[] bytes, int from, int to, Answers answers) {
            try {
                return listener.answer(bytes, from, to, answers);
            } catch (RuntimeException e) {
                LOG.error("{}: a fault of this program kept a stanza from its shortcut", settings.domain(), e);
                return Shortcut.OTHER;
            }
        }

        @Override
        public void oversized(Element root) {
            tell(() -> listener.oversized(root));
        }
    }
}
