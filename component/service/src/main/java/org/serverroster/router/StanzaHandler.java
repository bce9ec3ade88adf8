package org.serverroster.router;

import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Inbound;
import org.xmpp.packet.Packet;

/** What is done with one kind of stanza. Called on the stream's reader thread: it must not wait for anything. */
@FunctionalInterface
public interface StanzaHandler<P extends Packet> {

    /**
     * @param stanza for the local domain that {@code roster} belongs to
     * @param roster the newest committed snapshot
     */
    Outcome handle(Inbound<P> stanza, Roster roster);
}
