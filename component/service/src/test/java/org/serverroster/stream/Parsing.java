package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.serverroster.stream.StreamSettings.Limits;

/** Feeds a parser and writes down what it says, one line an event. */
final class Parsing {

    static final String HEADER = "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams' from='buddies.montague.lit' id='3BF96D32'>";

    static final Limits SMALL = new Limits(2000, 8, 10, 10, 10_000);

    private Parsing() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All in one piece. */
    static List<String> whole(Limits limits, byte[] bytes) {
        return pieces(new StanzaParser(limits), bytes, bytes.length);
    }

    /** In pieces of one size. */
    static List<String> pieces(StanzaParser parser, byte[] bytes, int size) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += size) {
            feed(parser, bytes, i, Math.min(bytes.length, i + size), events);
        }
        return events;
    }

    /** In two pieces. */
    static List<String> cut(StanzaParser parser, byte[] bytes, int at) {
        List<String> events = new ArrayList<>();
        feed(parser, bytes, 0, at, events);
        feed(parser, bytes, at, bytes.length, events);
        return events;
    }

    private static void feed(StanzaParser parser, byte[] bytes, int from, int to, List<String> events) {
        byte[] piece = java.util.Arrays.copyOfRange(bytes, from, to);
        parser.feed(piece, piece.length, event -> events.add(line(event)));
        // The parser has no claim on the buffer any more.
        java.util.Arrays.fill(piece, (byte) '!');
    }

    static String line(StreamEvent event) {
        if (event instanceof StreamEvent.Header header) {
            return "header " + header.id().orElse("without id");
        }
        if (event instanceof StreamEvent.TopLevel top) {
            return "element " + StanzaBytes.text(top.element());
        }
        if (event instanceof StreamEvent.Skipped skipped) {
            return "skipped " + StanzaBytes.text(skipped.root()) + " of " + skipped.bytes() + ": " + skipped.why();
        }
        if (event instanceof StreamEvent.Fault fault) {
            return "fault " + fault.condition();
        }
        return "end";
    }
}
