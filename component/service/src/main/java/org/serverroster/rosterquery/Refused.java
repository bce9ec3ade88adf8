package org.serverroster.rosterquery;

import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/** Errors that both sides of {@code jabber:iq:roster} answer with. */
final class Refused {

    private Refused() {}

    static Packet forbidden(Inbound<IQ> in, String text) {
        return Stanzas.error(in, Condition.forbidden, Type.auth, text);
    }

    /** The roster thread could not take it: the same may succeed later. */
    static Packet later(Inbound<IQ> in, Refusal refusal) {
        return switch (refusal) {
            case BUSY ->
                Stanzas.error(
                        in, Condition.resource_constraint, Type.wait, "too many changes wait; try again in a moment");
            case STOPPING ->
                Stanzas.error(
                        in, Condition.resource_constraint, Type.wait, "this service is stopping; try again later");
            case FAULT ->
                Stanzas.error(
                        in,
                        Condition.internal_server_error,
                        Type.wait,
                        "a fault that this service's log tells of; try again later");
        };
    }
}
