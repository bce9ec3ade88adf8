package org.serverroster.client.smack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.parsing.SmackParsingException;
import org.jivesoftware.smack.provider.IQProvider;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.serverroster.client.MalformedAnswerException;

/** {@code jabber:iq:roster} as it stands on the wire: what came is judged by {@link RosterCopy}. */
final class RosterIQ extends IQ {

    static final String ELEMENT = "query";
    static final String NAMESPACE = "jabber:iq:roster";

    private final String ver;
    private final Children items;

    /** @param ver empty: none */
    RosterIQ(String ver, Children items) {
        super(ELEMENT, NAMESPACE);
        this.ver = ver;
        this.items = items;
    }

    static RosterIQ get(String ver) {
        RosterIQ get = new RosterIQ(ver, new Children(List.of(), ""));
        get.setType(IQ.Type.get);
        return get;
    }

    /**
     * The roster in a stanza that another provider may have read: who uses smack-im has one, and it has to stay.
     *
     * @throws MalformedAnswerException if it holds none
     */
    static RosterIQ of(IQ iq) throws MalformedAnswerException {
        if (iq instanceof RosterIQ roster) {
            return roster;
        }
        if (!new QName(NAMESPACE, ELEMENT).equals(iq.getChildElementQName())) {
            throw new MalformedAnswerException("no roster is in it");
        }
        try {
            return new Provider()
                    .parse(PacketParserUtils.getParserFor(
                            iq.getChildElementXML().toString()));
        } catch (IOException | XmlPullParserException | SmackParsingException e) {
            throw new MalformedAnswerException("it cannot be read: " + e.getMessage());
        }
    }

    String ver() {
        return ver;
    }

    Children items() {
        return items;
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        xml.attribute("ver", ver);
        if (items.attributes().isEmpty()) {
            xml.setEmptyElement();
            return xml;
        }
        xml.rightAngleBracket();
        for (Map<String, String> item : items.attributes()) {
            xml.halfOpenElement("item");
            item.forEach(xml::attribute);
            xml.closeEmptyElement();
        }
        return xml;
    }

    /** Reads it. Stateless. */
    static final class Provider extends IQProvider<RosterIQ> {

        @Override
        public RosterIQ parse(XmlPullParser parser, int initialDepth, XmlEnvironment xmlEnvironment)
                throws XmlPullParserException, IOException {
            String ver = parser.getAttributeValue("", "ver");
            Children items = Children.read(parser, initialDepth, "item", NAMESPACE, RosterCopy.MAX_ITEMS);
            return new RosterIQ(ver == null ? "" : ver, items);
        }
    }
}
