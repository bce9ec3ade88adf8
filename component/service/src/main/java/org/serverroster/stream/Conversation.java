package org.serverroster.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;

/**
 * One connection from its first byte to its last: the handshake, then stanzas, then the end.
 *
 * <p>{@link #run} is the stream's reader thread, and calls the {@link Ear}; {@link #send} and {@link #part} any thread;
 * the {@link Watch} calls {@link #look}.
 */
final class Conversation {

    /** What the stream learns from its conversation, on the reader thread. */
    interface Ear extends Shortcut {
        void attached(Conversation conversation);

        void received(Element stanza);

        void oversized(Element root);
    }

    private static final Logger LOG = LogManager.getLogger(ComponentStream.class);
    private static final byte[] GOODBYE = "</stream:stream>".getBytes(StandardCharsets.UTF_8);

    private final StreamSettings settings;
    private final StreamMetrics metrics;
    private final Wire wire;
    private final Ear ear;
    private final Watch watch;
    private final Handshake handshake;
    private final StanzaQueue queue;
    private final StanzaWriter writer;
    private final Liveness liveness;
    private final Ping ping;
    private final OversizedLog oversizedLog;

    // The reader thread's own.
    private Optional<Future<?>> handshakeDeadline = Optional.empty();
    private Optional<Future<?>> looking = Optional.empty();
    private boolean attached;
    private boolean met;
    private Optional<StreamEnd> end = Optional.empty();

    /** Whether the reader waits for bytes, and since when, or when it last got some. */
    private volatile boolean reading;

    private volatile long heard;
    private volatile boolean parting;

    Conversation(StreamSettings settings, StreamMetrics metrics, Wire wire, Ear ear, Watch watch) {
        this.settings = settings;
        this.metrics = metrics;
        this.wire = wire;
        this.ear = ear;
        this.watch = watch;
        this.handshake = new Handshake(settings);
        this.queue = new StanzaQueue(settings.limits());
        this.writer = new StanzaWriter(settings, metrics, queue, wire, this::writeFailed);
        this.liveness = new Liveness(settings.timing().idle(), settings.timing().pingAnswer());
        this.ping = new Ping(settings.domain());
        this.oversizedLog = new OversizedLog(settings.domain());
    }

    /** Talks until the stream is over and says why it is. The connection is closed then. */
    StreamEnd run(Connector connector) {
        handshakeDeadline = Optional.of(
                watch.after(settings.timing().handshake(), () -> wire.abort(StreamEnd.handshakeTimeout(settings))));
        Inlet inlet = new Inlet(new StanzaParser(settings.limits()), this::answer, this::take, this::letOut);
        try {
            connector.secure(wire);
            write(handshake.header());
            while (end.isEmpty()) {
                int count = read(inlet);
                if (count < 0) {
                    end = Optional.of(endOfInput());
                    break;
                }
                metrics.bytesIn(count);
                inlet.take(count);
            }
            sayGoodbye();
        } catch (ConnectFailure e) {
            end = wire.aborted().or(() -> Optional.of(e.why()));
        } catch (IOException | UncheckedIOException e) {
            end = end.or(wire::aborted).or(() -> Optional.of(lost()));
        } catch (InterruptedException e) {
            end = end.or(() -> Optional.of(StreamEnd.closed()));
        } finally {
            handshakeDeadline.ifPresent(each -> each.cancel(false));
            looking.ifPresent(each -> each.cancel(false));
            wire.abort(end.orElseGet(StreamEnd::closed));
            metrics.dropped(queue.abandon());
        }
        return end.orElseGet(StreamEnd::closed);
    }

    /** Queues what is to be written; false: it is full or closing. */
    boolean send(byte[] stanza) {
        return queue.put(stanza, 1);
    }

    int queued() {
        return queue.size();
    }

    /** Begins an orderly end: what is queued goes out, then {@code </stream:stream>}, then we wait for the server's. */
    void part() {
        parting = true;
        queue.close(GOODBYE);
    }

    /** Ends at once. */
    void abort(StreamEnd why) {
        wire.abort(why);
    }

    private int read(Inlet inlet) throws IOException {
        heard = System.nanoTime();
        reading = true;
        int count = inlet.read(wire.input());
        heard = System.nanoTime();
        reading = false;
        return count;
    }

    private void write(byte[] bytes) throws IOException {
        wire.output().write(bytes);
        wire.output().flush();
        metrics.bytesOut(bytes.length);
    }

    private StreamEnd endOfInput() {
        if (parting) {
            return StreamEnd.closed();
        }
        return wire.aborted()
                .orElseGet(() -> attached
                        ? StreamEnd.connectionLost(settings, true, "ended the connection")
                        : handshake.endOfInput());
    }

    private StreamEnd lost() {
        return StreamEnd.connectionLost(settings, attached, "broke the connection");
    }

    /** The wire's log shows every stanza: while it is on, each is parsed. */
    private int answer(byte[] bytes, int from, int to, Answers answers) {
        return attached && end.isEmpty() && !WireLog.isOn() ? ear.answer(bytes, from, to, answers) : Shortcut.OTHER;
    }

    private void letOut(Answers answers) {
        metrics.stanzasIn(answers.stanzas());
        writer.write(answers);
    }

    private void take(StreamEvent event) {
        if (end.isPresent()) {
            return;
        }
        if (attached) {
            takeAttached(event);
            return;
        }
        Handshake.Step step = handshake.next(event);
        if (step instanceof Handshake.Step.Answer answer) {
            try {
                write(answer.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (step instanceof Handshake.Step.Attached) {
            attach();
        } else if (step instanceof Handshake.Step.Failed failed) {
            end = Optional.of(failed.why());
        }
    }

    private void attach() {
        attached = true;
        handshakeDeadline.ifPresent(each -> each.cancel(false));
        writer.start();
        looking = Optional.of(watch.each(Watch.period(settings.timing()), this::look));
        ear.attached(this);
    }

    private void takeAttached(StreamEvent event) {
        if (event instanceof StreamEvent.TopLevel top) {
            takeElement(top.element());
        } else if (event instanceof StreamEvent.Skipped skipped) {
            takeSkipped(skipped);
        } else if (event instanceof StreamEvent.Fault fault) {
            end = Optional.of(StreamEnd.protocolFault(settings, fault.condition(), fault.why()));
        } else if (event instanceof StreamEvent.End) {
            end = Optional.of(parting ? StreamEnd.closed() : StreamEnd.serverClosed(settings));
        }
    }

    private void takeElement(Element element) {
        if (StreamEvent.isStanza(element)) {
            takeStanza(element);
            return;
        }
        end = StreamErrors.read(settings, element);
        if (end.isEmpty()) {
            metrics.ignored();
            LOG.debug("{}: ignored an element that is no stanza: {}", settings.domain(), element.getName());
        }
    }

    private void takeStanza(Element stanza) {
        if (ping.cameBackAs(stanza)) {
            return;
        }
        Optional<byte[]> answer = ping.answer(stanza);
        if (answer.isPresent()) {
            if (!met) {
                met = true;
                LOG.info("{}: another instance is attached to the same server", settings.domain());
            }
            send(answer.get());
            return;
        }
        metrics.stanzasIn(1);
        WireLog.in(settings.domain(), stanza);
        ear.received(stanza);
    }

    private void takeSkipped(StreamEvent.Skipped skipped) {
        Element root = skipped.root();
        if (!StreamEvent.isStanza(root)) {
            metrics.ignored();
            return;
        }
        metrics.oversized();
        oversizedLog.skipped(skipped, System.nanoTime());
        ear.oversized(root);
    }

    /** Ends our side: RFC 6120, section 4.4, and 4.9.1 for what the server did wrong. */
    private void sayGoodbye() throws IOException, InterruptedException {
        StreamEnd why = end.orElseThrow();
        boolean fault = why.kind() == StreamEnd.Kind.PROTOCOL_FAULT;
        byte[] words = fault ? StreamErrors.write(why.condition().orElseThrow()) : GOODBYE;
        Duration limit = settings.timing().parting();
        if (why.kind() == StreamEnd.Kind.CONNECTION_LOST || why.kind() == StreamEnd.Kind.REFUSED) {
            return;
        }
        Future<?> hurry = watch.after(limit, () -> wire.abort(why));
        try {
            if (attached) {
                queue.close(words);
                writer.await(limit);
            } else {
                write(words);
            }
            // Closing a socket that holds unread bytes would take our last words back.
            if (fault) {
                wire.input().transferTo(OutputStream.nullOutputStream());
            }
            wire.close();
        } finally {
            hurry.cancel(false);
        }
    }

    private void writeFailed() {
        // The server may have said why it is going, and the reader may be about to read it.
        watch.after(settings.timing().parting(), () -> wire.abort(lost()));
    }

    /** On the watch thread, now and then. */
    private void look() {
        long now = System.nanoTime();
        if (writer.writingFor(now) >= settings.timing().writeStall().toNanos()) {
            wire.abort(StreamEnd.writeStalled(settings));
            return;
        }
        if (!reading || parting) {
            return;
        }
        switch (liveness.judge(now, heard)) {
            case PING -> {
                send(ping.next());
                liveness.asked(now);
            }
            case DEAD -> wire.abort(StreamEnd.silent(settings));
            case ALIVE -> {}
        }
    }
}
