package org.serverroster.client.smack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/**
 * The children of an IQ's payload. A provider that throws ends the whole connection, so a fault is kept and told later.
 *
 * @param attributes of each child, those without a namespace
 * @param fault what is wrong; empty: nothing
 */
record Children(List<Map<String, String>> attributes, String fault) {

    /**
     * Reads them, and everything else up to the payload's end.
     *
     * @param depth of the payload's start tag, at which the parser stands
     * @param max how many are kept
     */
    static Children read(XmlPullParser parser, int depth, String name, String namespace, int max)
            throws XmlPullParserException, IOException {
        List<Map<String, String>> all = new ArrayList<>();
        String fault = "";
        while (true) {
            XmlPullParser.Event event = parser.next();
            if (event == XmlPullParser.Event.END_DOCUMENT
                    || event == XmlPullParser.Event.END_ELEMENT && parser.getDepth() == depth) {
                return new Children(List.copyOf(all), fault);
            }
            if (event != XmlPullParser.Event.START_ELEMENT || parser.getDepth() != depth + 1) {
                continue;
            }
            if (!parser.getName().equals(name) || !namespace.equals(parser.getNamespace())) {
                fault = "something else than <" + name + "/> is in it";
            } else if (all.size() == max) {
                fault = "it holds too many <" + name + "/>";
            } else {
                all.add(attributes(parser));
            }
        }
    }

    static Map<String, String> attributes(XmlPullParser parser) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            String namespace = parser.getAttributeNamespace(i);
            if (namespace == null || namespace.isEmpty()) {
                all.put(parser.getAttributeName(i), parser.getAttributeValue(i));
            }
        }
        return all;
    }
}
