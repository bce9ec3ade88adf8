package org.serverroster.xmpp;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Stanzas for tests, from the text of a specification's example. */
public final class TestStanzas {

    private TestStanzas() {}

    public static Element element(String xml) {
        try {
            return (Element) DocumentHelper.parseText(xml).getRootElement().detach();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    public static Inbound<IQ> iq(String xml) {
        return inbound(new IQ(element(xml), true));
    }

    public static Inbound<Presence> presence(String xml) {
        return inbound(new Presence(element(xml), true));
    }

    public static Inbound<Message> message(String xml) {
        return inbound(new Message(element(xml), true));
    }

    private static <P extends Packet> Inbound<P> inbound(P packet) {
        Element element = packet.getElement();
        return new Inbound<>(
                packet, Jid.parse(element.attributeValue("from")), Jid.parse(element.attributeValue("to")));
    }
}
