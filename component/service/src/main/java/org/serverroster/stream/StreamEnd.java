package org.serverroster.stream;

import java.util.Objects;
import java.util.Optional;
import org.serverroster.xmpp.Printable;

/**
 * Why a stream ended, or did not come about.
 *
 * <p>Immutable: any thread.
 *
 * @param kind what sort of end
 * @param condition the stream error's condition (RFC 6120, section 4.9.3), whichever side sent it
 * @param words a sentence for an operator, one line: what happened and what to do
 */
public record StreamEnd(Kind kind, Optional<StreamCondition> condition, String words) {

    /** The sorts of end. */
    public enum Kind {
        /** We closed it, orderly or not. */
        CLOSED,
        /** The server sent {@code </stream:stream>}. */
        SERVER_CLOSED,
        /** The server sent a stream error. */
        STREAM_ERROR,
        /** The server turned us away without saying why. */
        REFUSED,
        /** The connection broke or ended without a word. */
        CONNECTION_LOST,
        /** What the server sent is no stream that we take. */
        PROTOCOL_FAULT,
        /** The server took nothing of a write for too long. */
        WRITE_STALLED,
        /** Nothing came, not even the answer to a ping. */
        SILENT,
        HOST_NOT_FOUND,
        CONNECTION_REFUSED,
        UNREACHABLE,
        CONNECT_TIMEOUT,
        HANDSHAKE_TIMEOUT,
        /** The certificate is signed by nobody we trust, or is out of date. */
        TLS_UNTRUSTED,
        /** The certificate is for another host. */
        TLS_NAME,
        TLS_FAILED,
        /** A fault of this program. */
        OUR_FAULT;

        private final String label = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** As much of a server's own text as is shown. */
    private static final int TEXT = 300;

    public StreamEnd {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(words, "words");
    }

    /** One of a few dozen fixed strings, for metrics: {@code host-unknown}, {@code connection-refused}. */
    public String label() {
        return kind == Kind.STREAM_ERROR
                ? condition.map(StreamCondition::wireName).orElse("undefined-condition")
                : kind.label;
    }

    /** Whether another connection has this component's place: RFC 6120, section 4.9.3.3. */
    boolean isConflict() {
        return kind == Kind.STREAM_ERROR && condition.equals(Optional.of(StreamCondition.CONFLICT));
    }

    static StreamEnd closed() {
        return new StreamEnd(Kind.CLOSED, Optional.empty(), "closed by us");
    }

    static StreamEnd ourFault() {
        return plain(Kind.OUR_FAULT, "a fault of this program, told above: please report it");
    }

    static StreamEnd serverClosed(StreamSettings settings) {
        return plain(
                Kind.SERVER_CLOSED, "the server at " + settings.address() + " closed the stream: it may be restarting");
    }

    static StreamEnd refused(StreamSettings settings) {
        return plain(
                Kind.REFUSED,
                "the server at " + settings.address() + " turned us away without saying why: see that "
                        + settings.domain() + " is configured there as an external component, and that no other"
                        + " instance is attached");
    }

    static StreamEnd connectionLost(StreamSettings settings, boolean attached, String what) {
        String advice = attached
                ? ": see whether the server runs"
                : " before it took our handshake: see that this is its port for components, and the server's log";
        return plain(
                Kind.CONNECTION_LOST, "the server at " + settings.address() + " " + Printable.of(what, TEXT) + advice);
    }

    static StreamEnd protocolFault(StreamSettings settings, StreamCondition condition, String what) {
        return new StreamEnd(
                Kind.PROTOCOL_FAULT,
                Optional.of(condition),
                "what the server at " + settings.address() + " sent is no component stream (" + condition + ": "
                        + Printable.of(what, TEXT) + "): see that this is its port for components"
                        + (settings.tls().isPresent() ? "" : ", and that it does not want TLS"));
    }

    static StreamEnd handshakeTimeout(StreamSettings settings) {
        return plain(
                Kind.HANDSHAKE_TIMEOUT,
                "the server at " + settings.address() + " did not finish the handshake within "
                        + Connector.seconds(settings.timing().handshake())
                        + ": see that this is its port for components"
                        + (settings.tls().isPresent() ? " over TLS" : "")
                        + ", and whether it hangs");
    }

    static StreamEnd writeStalled(StreamSettings settings) {
        return plain(
                Kind.WRITE_STALLED,
                "the server at " + settings.address() + " took nothing of what we wrote for "
                        + Connector.seconds(settings.timing().writeStall()) + ": see whether it hangs");
    }

    static StreamEnd silent(StreamSettings settings) {
        return plain(
                Kind.SILENT,
                "the server at " + settings.address() + " was silent and did not answer a ping for "
                        + Connector.seconds(settings.timing().pingAnswer())
                        + ": see whether it hangs, or a firewall forgot the connection");
    }

    /** The words of an attempt that failed before any byte of the stream. */
    static StreamEnd unreached(Kind kind, String words) {
        return plain(kind, words);
    }

    /** A stream error that the server sent; {@code text} is its own, as it came. */
    static StreamEnd streamError(StreamSettings settings, StreamCondition condition, String text) {
        String said = text.isBlank() ? "" : " (it says: " + Printable.of(text.strip(), TEXT) + ")";
        return new StreamEnd(
                Kind.STREAM_ERROR, Optional.of(condition), condition + ": " + advice(settings, condition) + said);
    }

    private static String advice(StreamSettings settings, StreamCondition condition) {
        String server = "the server at " + settings.address();
        String domain = settings.domain();
        return switch (condition) {
            case HOST_UNKNOWN, HOST_GONE -> server + " has no external component " + domain + ": configure it there";
            case NOT_AUTHORIZED ->
                server + " did not take our secret for " + domain + ": make the secret the same here and there"
                        + " (ejabberd says this as well of a component that it does not know)";
            case CONFLICT ->
                "another instance is attached to " + server + " as " + domain
                        + ": this one takes its place when it goes; if there should be no other, find who else knows"
                        + " the secret";
            case INVALID_NAMESPACE -> server + " takes no components on this port: set the port to its component port";
            case CONNECTION_TIMEOUT -> server + " heard nothing from us for too long: see whether the network holds";
            case SYSTEM_SHUTDOWN, RESET -> server + " is stopping or restarting: nothing to do here";
            case INVALID_FROM, IMPROPER_ADDRESSING ->
                server
                        + " did not take a sender address of ours: see that it lets " + domain
                        + " speak for the domains it serves";
            case POLICY_VIOLATION, RESOURCE_CONSTRAINT ->
                server + " says that we ask too much of it: see its limits for components";
            default -> server + " ended the stream: see its log";
        };
    }

    private static StreamEnd plain(Kind kind, String words) {
        return new StreamEnd(kind, Optional.empty(), words);
    }
}
