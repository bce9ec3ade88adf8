/**
 * Whether the server lets a component speak for a bare domain of its own. XEP-0114 does not provide for it: without a bridge,
 * a module in the server, nothing for that domain comes in, and the server ends the stream of who sends in its name. So each
 * served domain is closed until its bridge was found, and closed again whenever the stream ends.
 *
 * <p>Uses {@code xmpp}. Answers come on the stream's reader thread, what is overdue is found on
 * {@code background-DOMAIN}; the lock is held for moments only.
 */
package org.serverroster.bridge;
