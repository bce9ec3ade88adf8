/**
 * The stream of an external component to its server: XEP-0114 over TCP or direct TLS. It connects, proves who it is,
 * reads and writes stanzas, notices when the server is gone, says why in words, and connects again, for ever.
 *
 * <p>{@link org.serverroster.stream.ComponentStream} is the one door. Behind it, with no thread of their own:
 * {@code Conversation} is one connection, {@code Handshake} decides what to answer, {@code StanzaParser} turns bytes
 * into elements and {@code StanzaBytes} elements into bytes, {@code Liveness} and {@code Backoff} judge time.
 * {@code TokenReader}, {@code Utf8Gate} and {@code TagGate} keep the XML reader below the parser from what it does not
 * take well. {@code Inlet} stands before it, and offers what may be a stanza to the listener's {@code Shortcut} first.
 * {@code Connector} and {@code Wire} own the socket.
 *
 * <p>Uses {@code xmpp}. Threads: {@code stream-DOMAIN} connects, reads and calls the listener;
 * {@code stream-DOMAIN-writer} writes; {@code stream-DOMAIN-watch} looks after deadlines;
 * {@code stream-DOMAIN-resolver} lives for one question to the name service.
 */
package org.serverroster.stream;
