package org.serverroster.router;

import java.util.Optional;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Reads an element off the stream as a stanza. Stateless. */
final class StanzaReader {

    private StanzaReader() {}

    /**
     * The stanza that {@code element} is: a message, presence or IQ with both addresses, a type that exists and, for an
     * IQ, an id. Empty if it is none: such a one can not be answered either, for its answer would not be known as one.
     */
    static Optional<Inbound<?>> read(Element element) {
        Jid from;
        Jid to;
        try {
            from = Jid.parse(element.attributeValue("from"));
            to = Jid.parse(element.attributeValue("to"));
        } catch (MalformedJidException e) {
            return Optional.empty();
        }
        return switch (element.getName()) {
            case "iq" -> {
                IQ iq = new IQ(element, true);
                yield iq.getID() == null || iq.getID().isEmpty() || element.attributeValue("type") == null
                        ? Optional.empty()
                        : typed(iq, iq::getType, from, to);
            }
            case "presence" -> {
                Presence presence = new Presence(element, true);
                yield typed(presence, presence::getType, from, to);
            }
            case "message" -> {
                Message message = new Message(element, true);
                yield typed(message, message::getType, from, to);
            }
            default -> Optional.empty();
        };
    }

    private static <P extends Packet> Optional<Inbound<?>> typed(P packet, Supplier<?> type, Jid from, Jid to) {
        try {
            type.get();
            return Optional.of(new Inbound<>(packet, from, to));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
