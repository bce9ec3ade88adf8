package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.RosterChange;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/**
 * Why something could not be done that may be done later. Immutable.
 *
 * @param condition of the error
 * @param words the same in whole sentences
 */
public record Refusal(PacketError.Condition condition, String words) {

    /** Of a change that could not be taken. */
    static Refusal of(RosterChange.Refusal refusal) {
        return switch (refusal) {
            case BUSY ->
                new Refusal(
                        PacketError.Condition.resource_constraint,
                        "Nothing was changed: too many changes wait to be made. Try again in a moment.");
            case STOPPING ->
                new Refusal(
                        PacketError.Condition.resource_constraint,
                        "Nothing was changed: the server roster is stopping. Try again once it is back.");
            case FAULT ->
                new Refusal(
                        PacketError.Condition.internal_server_error,
                        "Nothing was changed, because of a fault that the server roster's log tells of. Try again later.");
        };
    }

    /** The error in answer to {@code stanza}: of type wait, for the same may succeed later (RFC 6120 section 8.3.2). */
    List<Packet> error(Inbound<? extends Packet> stanza) {
        return List.of(Stanzas.error(stanza, condition, PacketError.Type.wait, words));
    }
}
