package org.serverroster.xmpp;

import org.xmpp.packet.Packet;

/**
 * A stanza from the stream with its addresses read: whoever holds one need not check them again.
 *
 * @param stanza the stanza; its own address accessors are not used, they would prepare the addresses anew
 * @param from who sent it
 * @param to whom it is for
 */
public record Inbound<P extends Packet>(P stanza, Jid from, Jid to) {}
