package org.serverroster.xmpp;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * Builds the stanzas that leave. The addresses are ours, as text: Tinder's own setters would prepare them anew and turn
 * internationalised domains into A-labels, which servers do not route by.
 */
public final class Stanzas {

    private Stanzas() {}

    /** A presence of that type; null is available. */
    public static Presence presence(Jid from, Jid to, Presence.Type type) {
        Presence presence = new Presence();
        presence.setType(type);
        return addressed(presence, from, to);
    }

    /** An IQ request. */
    public static IQ request(Jid from, Jid to, IQ.Type type, String id, Element payload) {
        IQ iq = new IQ(type, id);
        iq.setChildElement(payload);
        return addressed(iq, from, to);
    }

    /** A message with subject and body; the server keeps one of type normal for a recipient that is offline. */
    public static Message message(Jid from, Jid to, Message.Type type, String subject, String body) {
        Message message = new Message();
        message.setType(type);
        if (!subject.isEmpty()) {
            message.setSubject(subject);
        }
        message.setBody(body);
        return addressed(message, from, to);
    }

    /** The empty result of {@code request}. */
    public static IQ result(Inbound<IQ> request) {
        return addressed(new IQ(IQ.Type.result, request.stanza().getID()), request.to(), request.from());
    }

    /** The result of {@code request} that carries {@code payload}. */
    public static IQ result(Inbound<IQ> request, Element payload) {
        IQ result = result(request);
        result.setChildElement(payload);
        return result;
    }

    /** An error in answer to {@code stanza}: of the same kind and id, with a text for a person. */
    public static Packet error(
            Inbound<? extends Packet> stanza, PacketError.Condition condition, PacketError.Type type, String text) {
        return error(stanza, new PacketError(condition, type, text, "en"));
    }

    /** The error {@code policy-violation} (RFC 6120 section 8.3.3.12), which Tinder's list of conditions lacks. */
    public static Packet policyViolation(Inbound<? extends Packet> stanza, String text) {
        Element error = DocumentHelper.createElement("error");
        error.addAttribute("type", PacketError.Type.modify.toXMPP());
        error.addElement("policy-violation", Namespaces.STANZA_ERRORS);
        error.addElement("text", Namespaces.STANZA_ERRORS)
                .addAttribute(QName.get("lang", Namespace.XML_NAMESPACE), "en")
                .addText(text);
        return error(stanza, new PacketError(error));
    }

    private static Packet error(Inbound<? extends Packet> stanza, PacketError error) {
        Packet answer = blank(stanza.stanza());
        if (stanza.stanza().getID() != null) {
            answer.setID(stanza.stanza().getID());
        }
        answer.setError(error);
        return addressed(answer, stanza.to(), stanza.from());
    }

    private static Packet blank(Packet stanza) {
        if (stanza instanceof IQ) {
            return new IQ();
        }
        return stanza instanceof Presence ? new Presence() : new Message();
    }

    private static <P extends Packet> P addressed(P packet, Jid from, Jid to) {
        packet.getElement().addAttribute("from", from.toString()).addAttribute("to", to.toString());
        return packet;
    }
}
