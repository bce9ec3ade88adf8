package org.serverroster.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One XEP-0114 stream, as the server or as a component. One thread at a time receives; any thread may write. As the
 * server it brings a component's stanzas to itself back to it, as a router does: the service pings itself.
 */
public final class Link implements AutoCloseable {

    /** Whatever is measured answers much sooner, or is broken. */
    private static final int SILENCE_MILLIS = 60_000;

    /** A window of questions fits in: neither side ever waits for the other to read. */
    private static final int SOCKET_BUFFER = 1 << 20;

    private static final Pattern TO = Pattern.compile(" to=['\"]([^'\"]*)");
    private static final Pattern ID = Pattern.compile(" id=['\"]([^'\"]*)");
    private static final String HEADER =
            "<stream:stream xmlns='jabber:component:accept'" + " xmlns:stream='http://etherx.jabber.org/streams' ";

    private final Socket socket;
    private final StanzaScanner scanner;
    private final OutputStream out;
    private final ByteArrayOutputStream back = new ByteArrayOutputStream();
    private byte[] component = {};

    private Link(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SOCKET_BUFFER);
        socket.setSoTimeout(SILENCE_MILLIS);
        scanner = new StanzaScanner(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Takes in the component that has connected; any secret will do. XEP-0114 section 3. */
    static Link takeIn(Socket accepted) throws IOException {
        Link link = new Link(accepted);
        String domain = first(TO, link.scanner.readThrough("<stream:stream"));
        link.write("<?xml version='1.0'?>" + HEADER + "from='" + domain + "' id='bench'>");
        link.scanner.readThrough("</handshake>");
        link.write("<handshake/>");
        link.component = domain.getBytes(StandardCharsets.UTF_8);
        return link;
    }

    /** Attaches as a component of a real server. */
    public static Link attach(InetAddress address, int port, String domain, String secret) throws IOException {
        Link link = new Link(new Socket(address, port));
        link.write("<?xml version='1.0'?>" + HEADER + "to='" + domain + "'>");
        String id = first(ID, link.scanner.readThrough("<stream:stream"));
        link.write("<handshake>" + sha1(id + secret) + "</handshake>");
        link.scanner.readThrough("handshake");
        return link;
    }

    /** Writes and sends what stands there. */
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    /** Writes and sends the text. */
    public void write(String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /**
     * Waits for bytes, and hands over the stanzas that are whole by then.
     *
     * @throws IOException if the stream ended, or nothing came for a minute
     */
    public void receive(Consumer<ScannedStanza> handler) throws IOException {
        scanner.read(stanza -> {
            if (component.length > 0 && stanza.isTo(component)) {
                back.writeBytes(stanza.copy());
            } else {
                handler.accept(stanza);
            }
        });
        if (back.size() > 0) {
            byte[] returned = back.toByteArray();
            back.reset();
            write(returned, 0, returned.length);
        }
    }

    /** Receives until it is so. */
    public void receiveUntil(Consumer<ScannedStanza> handler, BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) {
            receive(handler);
        }
    }

    /** How long one wait for bytes may take; a minute if nothing is said. */
    public void patience(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String first(Pattern attribute, String header) throws IOException {
        Matcher found = attribute.matcher(header);
        if (!found.find()) {
            throw new IOException("a stream header without " + attribute + ": " + header);
        }
        return found.group(1);
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
