package org.serverroster.client.smack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.IQProvider;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.serverroster.client.Trust;

/** Reads {@code <trust/>} and {@code <trusts/>}. Stateless. */
final class TrustIQProvider extends IQProvider<TrustIQ> {

    @Override
    public TrustIQ parse(XmlPullParser parser, int initialDepth, XmlEnvironment xmlEnvironment)
            throws XmlPullParserException, IOException {
        if (parser.getName().equals(TrustIQ.MANY)) {
            Children children = Children.read(parser, initialDepth, TrustIQ.ONE, Trust.NAMESPACE, Trust.MAX_DOMAINS);
            return new TrustIQ(true, children.attributes(), children.fault());
        }
        List<Map<String, String>> own = List.of(Children.attributes(parser));
        Children children = Children.read(parser, initialDepth, TrustIQ.ONE, Trust.NAMESPACE, 0);
        return new TrustIQ(false, own, children.fault());
    }
}
