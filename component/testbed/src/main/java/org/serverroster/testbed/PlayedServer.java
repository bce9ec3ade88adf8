package org.serverroster.testbed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/**
 * The server's side of a component port (XEP-0114), played by a test: it takes the component in, sends the bytes that it
 * is given and hands over what the component says. A real server lets a component speak for its own domain alone and
 * sends nothing that is not XML; this one may deliver stanzas from any domain, and anything at all. It takes every secret.
 *
 * <p>One thread of its own accepts and reads, one connection after the other; any thread may send and wait.
 */
public final class PlayedServer implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final Consumer<Stanza> heard;
    private final AtomicInteger attachments = new AtomicInteger();
    private final Object sending = new Object();
    private Socket socket;
    private OutputStream out;
    private volatile String lastEnd = "";

    private PlayedServer(ServerSocket listening, Consumer<Stanza> heard) {
        this.listening = listening;
        this.heard = heard;
    }

    /**
     * Listens on a port of 127.0.0.1.
     *
     * @param heard is given what components say, on the reading thread
     */
    public static PlayedServer open(Consumer<Stanza> heard) {
        try {
            PlayedServer server = new PlayedServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), heard);
            Thread thread = new Thread(server::serve, "played server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot listen", fault);
        }
    }

    /** Where components connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How often a component has been taken in. */
    public int attachments() {
        return attachments.get();
    }

    /** Waits until a component has been taken in so often. */
    public void awaitAttachment(int number, Duration limit) {
        Await.until(limit, () -> attachments() >= number, () -> "attached " + attachments() + " times, not " + number);
    }

    /** The condition of the stream error with which the last stream was ended by the component; empty if with none. */
    public String lastEnd() {
        return lastEnd;
    }

    /** Sends the text as it is. */
    public void send(String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        write(stream -> stream.write(bytes));
    }

    /** Something that is written. */
    @FunctionalInterface
    public interface Writing {
        /** Writes it whole. */
        void to(OutputStream stream) throws IOException;
    }

    /**
     * Writes to the component that is attached.
     *
     * @throws UncheckedIOException if the connection is gone
     */
    public void write(Writing writing) {
        synchronized (sending) {
            try {
                if (out == null) {
                    throw new IOException("no component is attached");
                }
                writing.to(out);
                out.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            synchronized (sending) {
                if (socket != null) {
                    socket.close();
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket accepted = listening.accept()) {
                talk(accepted);
            } catch (IOException | XMLStreamException ended) {
                // The component broke off, or this was closed; the next connection may come.
            } finally {
                synchronized (sending) {
                    out = null;
                }
            }
        }
    }

    private void talk(Socket accepted) throws IOException, XMLStreamException {
        StanzaReader reader = new StanzaReader(accepted.getInputStream());
        OutputStream to = new BufferedOutputStream(accepted.getOutputStream(), BUFFER);
        String domain = reader.header().to();
        to.write(("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                        + " xmlns:stream='http://etherx.jabber.org/streams' from='" + domain + "' id='played'>")
                .getBytes(StandardCharsets.UTF_8));
        to.flush();
        reader.next();
        to.write("<handshake/>".getBytes(StandardCharsets.UTF_8));
        to.flush();
        synchronized (sending) {
            socket = accepted;
            out = to;
        }
        attachments.incrementAndGet();
        String end = "";
        try {
            for (Optional<Stanza> stanza = reader.next(); stanza.isPresent(); stanza = reader.next()) {
                if (stanza.get().name().equals("error")) {
                    end = streamError(stanza.get());
                } else {
                    heard.accept(stanza.get());
                }
            }
        } finally {
            lastEnd = end;
        }
    }

    private static String streamError(Stanza error) {
        return error.findAll("*", "urn:ietf:params:xml:ns:xmpp-streams").stream()
                .map(condition -> condition.getLocalName())
                .findFirst()
                .orElse("");
    }
}
