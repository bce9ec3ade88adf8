package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/** What who asked is told of a change that could not be taken. */
public final class Refusals {

    private Refusals() {}

    /** The error in answer to {@code stanza}: of type wait, for the same may succeed later (RFC 6120 section 8.3.2). */
    public static List<Packet> error(Inbound<? extends Packet> stanza, Refusal refusal) {
        PacketError.Condition condition = refusal == Refusal.FAULT
                ? PacketError.Condition.internal_server_error
                : PacketError.Condition.resource_constraint;
        return List.of(Stanzas.error(stanza, condition, PacketError.Type.wait, words(refusal)));
    }

    /** The same in words. */
    public static String words(Refusal refusal) {
        return switch (refusal) {
            case BUSY -> "Nothing was changed: too many changes wait to be made. Try again in a moment.";
            case STOPPING -> "Nothing was changed: the server roster is stopping. Try again once it is back.";
            case FAULT ->
                "Nothing was changed, because of a fault that the server roster's log tells of. Try again later.";
        };
    }
}
