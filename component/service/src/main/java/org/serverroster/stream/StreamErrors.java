package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.dom4j.Element;
import org.serverroster.xmpp.Namespaces;

/** Reads and writes {@code <stream:error/>}: RFC 6120, section 4.9. Pure functions. */
final class StreamErrors {

    private StreamErrors() {}

    /** Why the stream ends, if the element is a stream error. */
    static Optional<StreamEnd> read(StreamSettings settings, Element element) {
        if (!element.getName().equals("error") || !element.getNamespaceURI().equals(Namespaces.STREAM)) {
            return Optional.empty();
        }
        StreamCondition condition = StreamCondition.UNDEFINED_CONDITION;
        // RFC 3920 had servers that wrote the text straight into the error.
        String text = element.getText();
        for (Iterator<Element> children = element.elementIterator(); children.hasNext(); ) {
            Element child = children.next();
            if (!child.getNamespaceURI().equals(Namespaces.STREAM_ERRORS)) {
                continue;
            }
            if (child.getName().equals("text")) {
                text = child.getText();
            } else {
                condition = StreamCondition.of(child.getName()).orElse(condition);
            }
        }
        return Optional.of(StreamEnd.streamError(settings, condition, text));
    }

    /** The last words of a stream that we end for a fault of the server's. */
    static byte[] write(StreamCondition condition) {
        return ("<stream:error><" + condition.wireName() + " xmlns='" + Namespaces.STREAM_ERRORS
                        + "'/></stream:error></stream:stream>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
