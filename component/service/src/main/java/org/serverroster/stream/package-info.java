/**
 * The stream of an external component to its server: XEP-0114 over TCP or direct TLS. It connects, proves who it is,
 * reads and writes stanzas, notices when the server is gone, says why in words, and connects again, for ever.
 *
 * <p>{@link org.serverroster.stream.ComponentStream} is the one door. Behind it, with no thread of their own: {@code
 * StanzaParser} turns bytes into elements, {@code Handshake} decides what to answer, {@code StanzaBytes} turns elements
 * into bytes, {@code Liveness} and {@code Backoff} judge time. {@code Connector} and {@code Connection} own the socket.
 */
package org.serverroster.stream;
