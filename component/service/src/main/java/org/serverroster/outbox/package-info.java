/**
 * How what peers are owed reaches them. XEP-0114 acknowledges nothing, so a stanza that a committed change owes stays in
 * the database until a ping sent behind it came back from the server, and leaves again after the next attach if none did.
 * {@code PeerGate} lets stanzas for peers out, never one that a later change has overtaken; {@code Confirmations} keeps
 * what is not confirmed; {@code CatchUp} sends what is left in the database, and {@code OutboxSender} decides when.
 *
 * <p>Uses {@code xmpp}, {@code subscription}, {@code roster} and {@code router}. Threads: {@code outbox-DOMAIN}, one a
 * local domain, is the only one that waits for the database here; the gate is shared by it, the roster's thread, the
 * stream's reader thread and the greeting.
 */
package org.serverroster.outbox;
