package org.serverroster.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.serverroster.config.Secret;

/**
 * What a stream needs to know.
 *
 * <p>Immutable: any thread.
 *
 * @param domain the component's own domain, normalised, an IDN as its U-label
 * @param host where the server listens for components: a name or an address; resolved anew for each attempt
 * @param port 1 to 65535
 * @param tls empty: plain TCP. Else TLS from the first byte; the certificate must be trusted by this context and name
 *     {@code host}
 * @param secret shared with the server
 */
public record StreamSettings(
        String domain, String host, int port, Optional<SSLContext> tls, Secret secret, Limits limits, Timing timing) {

    public StreamSettings {
        requireText(domain, "domain");
        requireText(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timing, "timing");
    }

    /** The server's address as an operator writes it: {@code host:port}. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * What one stream may take.
     *
     * @param stanzaBytes the largest stanza taken in, in bytes on the wire; 0: no limit. A larger one is skipped
     * @param depth how deep elements may nest inside a stanza, which is level 1
     * @param attributes the most attributes that one element may have, namespace declarations counted
     * @param queueStanzas the most stanzas that wait to be written
     * @param queueBytes the most bytes that wait to be written
     */
    public record Limits(int stanzaBytes, int depth, int attributes, int queueStanzas, int queueBytes) {

        public static final Limits DEFAULT = new Limits(262_144, 64, 128, 100_000, 64 << 20);

        public Limits {
            if (stanzaBytes < 0) {
                throw new IllegalArgumentException("stanzaBytes must not be negative");
            }
            if (depth < 1 || attributes < 1 || queueStanzas < 1 || queueBytes < 1) {
                throw new IllegalArgumentException("a limit must be at least 1");
            }
        }

        public Limits withStanzaBytes(int bytes) {
            return new Limits(bytes, depth, attributes, queueStanzas, queueBytes);
        }
    }

    /**
     * How long a stream waits. Each is more than nothing.
     *
     * @param connect for a name to resolve and a TCP connection to open, over all of the host's addresses
     * @param handshake for all from the open connection to the server's {@code <handshake/>}, TLS counted
     * @param writeStall for the server to take one write
     * @param idle of silence before a ping asks whether the server is there
     * @param pingAnswer of further silence before the connection is given up
     * @param parting for the server to answer {@code </stream:stream>} where the server or a fault ended the stream
     * @param backoffMin the first pause between two attempts, before jitter
     * @param backoffMax the longest pause between two attempts, before jitter
     * @param settled how long a stream must have been attached for the pauses to start from {@code backoffMin} again
     */
    public record Timing(
            Duration connect,
            Duration handshake,
            Duration writeStall,
            Duration idle,
            Duration pingAnswer,
            Duration parting,
            Duration backoffMin,
            Duration backoffMax,
            Duration settled) {

        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));

        public Timing {
            for (Duration each : new Duration[] {
                connect, handshake, writeStall, idle, pingAnswer, parting, backoffMin, backoffMax, settled
            }) {
                if (each.isNegative() || each.isZero()) {
                    throw new IllegalArgumentException("a time must be more than nothing");
                }
            }
            if (backoffMax.compareTo(backoffMin) < 0) {
                throw new IllegalArgumentException("backoffMax must not be less than backoffMin");
            }
        }
    }

    private static void requireText(String value, String name) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }
}
