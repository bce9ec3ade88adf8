package org.serverroster.testbed;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/**
 * A component (XEP-0114) that a test drives stanza by stanza: it plays the foreign peer. It sends exactly the text it
 * is given and answers nothing by itself. One thread of its own reads; any thread may send and wait.
 */
public final class RawComponent implements AutoCloseable {

    /** Attaching and closing; a server answers at once or is broken. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int INBOX_CAPACITY = 10_000;
    private static final int TRANSCRIPT_BYTES = 1 << 20;

    private final String domain;
    private final Socket socket;
    private final OutputStream out;
    private final Transcript transcript;
    private final Inbox<Stanza> inbox;

    private RawComponent(String domain, Socket socket) throws IOException {
        this.domain = domain;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.transcript = new Transcript(socket.getInputStream());
        this.inbox = new Inbox<>("component " + domain, INBOX_CAPACITY);
    }

    /** Attaches as one of the server's components, with the secret from its plan. */
    public static RawComponent attach(XmppServer server, String domain) {
        return attach(server, domain, server.secret(domain));
    }

    /**
     * Attaches as one of the server's components, with another secret.
     *
     * @throws Refused if the server refuses, with all that it sent
     */
    public static RawComponent attach(XmppServer server, String domain, String secret) {
        return attach(server, domain, server.componentPort(domain), secret);
    }

    /** Attaches as any domain at any of the server's component ports: to see what the server makes of it. */
    public static RawComponent attach(XmppServer server, String domain, int port, String secret) {
        RawComponent component;
        try {
            component = new RawComponent(domain, new Socket(server.address(), port));
        } catch (IOException fault) {
            throw new AssertionError(domain + " cannot connect\n" + server.logTail(), fault);
        }
        component.handshake(secret);
        return component;
    }

    /**
     * Attaches where nothing but the address of the component port is known.
     *
     * @throws Refused if the server refuses, with all that it sent
     */
    public static RawComponent attach(InetAddress address, int port, String domain, String secret) {
        RawComponent component;
        try {
            component = new RawComponent(domain, new Socket(address, port));
        } catch (IOException fault) {
            throw new AssertionError(domain + " cannot connect to " + address.getHostAddress() + ":" + port, fault);
        }
        component.handshake(secret);
        return component;
    }

    /** XEP-0114, 3: header, header with an id, digest of id and secret, and the empty element in return. */
    private void handshake(String secret) {
        try {
            send("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='"
                    + domain + "'>");
            socket.setSoTimeout((int) PATIENCE.toMillis());
            StanzaReader reader = new StanzaReader(transcript);
            String id = reader.header().id();
            send("<handshake>" + sha1(id + secret) + "</handshake>");
            Optional<Stanza> answer = reader.next();
            if (answer.isEmpty() || !answer.get().name().equals("handshake")) {
                transcript.drain();
                throw new Refused(domain, transcript.text(), null);
            }
            socket.setSoTimeout(0);
            Thread thread = new Thread(() -> read(reader), "raw component " + domain);
            thread.setDaemon(true);
            thread.start();
        } catch (XMLStreamException | IOException fault) {
            closeSocket();
            throw new Refused(domain, transcript.text(), fault);
        } catch (Refused refused) {
            closeSocket();
            throw refused;
        }
    }

    /** Its own domain. */
    public String domain() {
        return domain;
    }

    /** Sends the text as it is. */
    public synchronized void send(String xml) {
        try {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException fault) {
            throw new AssertionError(domain + " cannot send " + xml + "\nIt received: " + transcript.text(), fault);
        }
    }

    /** Sends the bytes as they are; false: the server ended the stream before it had taken them all. */
    public synchronized boolean trySend(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Every stanza that arrived and was not yet taken. Ends with the stream, naming the reason. */
    public Inbox<Stanza> received() {
        return inbox;
    }

    /** Waits for the result or the error of an IQ that was sent, by its id and sender. */
    public Stanza awaitReply(String id, String from, Duration limit) {
        return inbox.await(
                "reply " + id + " from " + from,
                limit,
                stanza -> stanza.name().equals("iq")
                        && stanza.id().equals(id)
                        && stanza.from().equals(from)
                        && (stanza.type().equals("result") || stanza.type().equals("error")));
    }

    /** Asks for a reply with an XEP-0199 ping of a fresh id and waits for it: what was sent before has arrived. */
    public Stanza ping(String to, Duration limit) {
        String id = "ping-" + UUID.randomUUID();
        send("<iq type='get' id='" + id + "' from='" + domain + "' to='" + to + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return awaitReply(id, to, limit);
    }

    /** The bytes that arrived so far, the first mebibyte of them. */
    public String transcript() {
        return transcript.text();
    }

    /** Whether the stream is open. */
    public boolean attached() {
        return !socket.isClosed();
    }

    /** Ends the stream in order. */
    @Override
    public void close() {
        if (attached()) {
            try {
                send("</stream:stream>");
                inbox.awaitEnd(PATIENCE);
            } catch (AssertionError alreadyGone) {
                // The server ended first; there is nothing left to end in order.
            } finally {
                closeSocket();
            }
        }
    }

    /** Closes the socket without ending the stream, as a crash would. */
    public void drop() {
        closeSocket();
    }

    private void read(StanzaReader reader) {
        try {
            for (Optional<Stanza> stanza = reader.next(); stanza.isPresent(); stanza = reader.next()) {
                inbox.put(stanza.get());
            }
            inbox.end("the server closed the stream");
        } catch (XMLStreamException | RuntimeException fault) {
            inbox.end("the stream broke: " + fault.getMessage());
        } finally {
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException fault) {
            inbox.end("the socket could not be closed: " + fault);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The server did not let the component in. */
    public static final class Refused extends AssertionError {

        private static final long serialVersionUID = 1L;

        private final String sent;

        Refused(String domain, String sent, Throwable cause) {
            super(domain + " was refused; the server sent: " + sent, cause);
            this.sent = sent;
        }

        /** All that the server sent, from its stream header on. */
        public String sent() {
            return sent;
        }
    }

    /** Keeps what is read through it. */
    private static final class Transcript extends FilterInputStream {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Transcript(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            synchronized (kept) {
                if (count > 0 && kept.size() < TRANSCRIPT_BYTES) {
                    kept.write(bytes, offset, Math.min(count, TRANSCRIPT_BYTES - kept.size()));
                }
            }
            return count;
        }

        /** Reads what the other side still sends before it closes. */
        void drain() throws IOException {
            byte[] bytes = new byte[1024];
            while (read(bytes, 0, bytes.length) >= 0) {
                // kept by read
            }
        }

        String text() {
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
