/**
 * What peers say and hear: subscriptions (RFC 3921, section 9), presence and probes (section 5.1), and the greeting of
 * all peers when a stream is attached.
 *
 * <p>Uses {@code xmpp}, {@code subscription}, {@code config}, {@code roster} and {@code router}. The handlers run on
 * the stream's reader thread, the greeting on {@code background-DOMAIN}; what was heard of the peers
 * ({@code PeerPresence}) is shared by all threads.
 */
package org.serverroster.presence;
