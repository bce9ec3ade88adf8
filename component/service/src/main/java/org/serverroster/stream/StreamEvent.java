package org.serverroster.stream;

import java.util.Optional;
import org.dom4j.Element;

/** What the bytes of a stream say, one after the other. */
sealed interface StreamEvent {

    /** The server's {@code <stream:stream>}; an Openfire that refuses gives no id. */
    record Header(Optional<String> id) implements StreamEvent {}

    /** A complete element directly below the stream: a stanza, {@code <handshake/>}, {@code <stream:error/>} or other. */
    record TopLevel(Element element) implements StreamEvent {}

    /**
     * A complete element directly below the stream that was not built.
     *
     * @param root its name and addresses, without content
     * @param bytes its size on the wire
     * @param why in words
     */
    record Skipped(Element root, long bytes, String why) implements StreamEvent {}

    /** The server's {@code </stream:stream>}: nothing follows. */
    record End() implements StreamEvent {}

    /** The bytes are no stream that we take: nothing follows. RFC 6120, section 4.9.3, names the condition. */
    record Fault(StreamCondition condition, String why) implements StreamEvent {}

    /** Whether an element directly below the stream is a stanza. */
    static boolean isStanza(Element element) {
        return element.getNamespaceURI().isEmpty()
                && switch (element.getName()) {
                    case "message", "presence", "iq" -> true;
                    default -> false;
                };
    }
}
