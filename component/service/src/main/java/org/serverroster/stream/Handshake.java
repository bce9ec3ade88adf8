package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.dom4j.Element;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.Namespaces;

/**
 * What is said before a stream is attached: XEP-0114, section 3. Told what came, it says what to answer.
 *
 * <p>Owned by the stream's reader thread.
 */
final class Handshake {

    /** What to do next. */
    sealed interface Step {
        /** Wait for more. */
        record Wait() implements Step {}

        /** Write this. */
        record Answer(byte[] bytes) implements Step {}

        /** The server took us. */
        record Attached() implements Step {}

        /** The stream is over. */
        record Failed(StreamEnd why) implements Step {}
    }

    private enum State {
        NO_HEADER,
        NO_ID,
        PROVED
    }

    private static final Step WAIT = new Step.Wait();

    private final StreamSettings settings;
    private State state = State.NO_HEADER;

    Handshake(StreamSettings settings) {
        this.settings = settings;
    }

    /** XEP-0114, section 3, example 1: "Component sends stream header to server". */
    byte[] header() {
        StringBuilder xml = new StringBuilder("<?xml version='1.0'?><stream:stream xmlns='")
                .append(Namespaces.COMPONENT_ACCEPT)
                .append("' xmlns:stream='")
                .append(Namespaces.STREAM)
                .append("' to='");
        StanzaBytes.appendValue(xml, settings.domain());
        return utf8(xml.append("'>").toString());
    }

    Step next(StreamEvent event) {
        if (event instanceof StreamEvent.Header header) {
            return header.id().map(this::prove).orElseGet(() -> {
                // An Openfire that will not have us. The reason may follow as a stream error, or nothing.
                state = State.NO_ID;
                return WAIT;
            });
        }
        if (event instanceof StreamEvent.TopLevel top) {
            Optional<StreamEnd> error = StreamErrors.read(settings, top.element());
            if (error.isPresent()) {
                return new Step.Failed(error.get());
            }
            return isHandshake(top.element()) && state == State.PROVED ? new Step.Attached() : WAIT;
        }
        if (event instanceof StreamEvent.Fault fault) {
            return new Step.Failed(StreamEnd.protocolFault(settings, fault.condition(), fault.why()));
        }
        if (event instanceof StreamEvent.End) {
            return new Step.Failed(
                    state == State.NO_ID ? StreamEnd.refused(settings) : StreamEnd.serverClosed(settings));
        }
        return WAIT;
    }

    /** The connection ended. */
    StreamEnd endOfInput() {
        return state == State.NO_ID
                ? StreamEnd.refused(settings)
                : StreamEnd.connectionLost(settings, false, "ended the connection");
    }

    /**
     * XEP-0114, section 3: "After receiving the stream header reply from the server, the component MUST send a
     * <handshake/> element with appropriate contents."
     */
    private Step prove(String id) {
        state = State.PROVED;
        return new Step.Answer(utf8("<handshake>" + proof(settings.secret(), id) + "</handshake>"));
    }

    private static boolean isHandshake(Element element) {
        return element.getName().equals("handshake")
                && element.getNamespaceURI().isEmpty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * XEP-0114, section 3: "Concatenate the Stream ID received from the server with the shared secret. Hash the
     * concatenated string according to the SHA1 algorithm, i.e., SHA1( concat (sid, password)). Ensure that the hash
     * output is in hexadecimal format, not binary or base64. Convert the hash output to all lowercase characters."
     */
    static String proof(Secret secret, String streamId) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(utf8(streamId + secret.reveal()));
            return HexFormat.of().formatHex(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
