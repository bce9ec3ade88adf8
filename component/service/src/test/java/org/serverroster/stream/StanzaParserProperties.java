package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.SMALL;
import static org.serverroster.stream.Parsing.utf8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dom4j.Element;

/** What holds for any bytes. */
class StanzaParserProperties {

    /** Pieces that make good and bad XML when they stand next to each other. */
    private static final List<String> PIECES = List.of(
            "<a>",
            "</a>",
            "<b/>",
            "<p:a xmlns:p='u'>",
            "</p:a>",
            "<p:b/>",
            "<a xmlns=''>",
            "<message>",
            "</message>",
            "<a xmlns='jabber:component:accept'>",
            "<stream:x/>",
            "</stream:stream>",
            "<a b=\"'\" c='\"'/>",
            "<a b='>'/>",
            "<a xml:lang='x'/>",
            "<a x='1'x='2'/>",
            "<a xmlns:p='u' xmlns:q='u' p:x='' q:x=''/>",
            "text",
            "]]>",
            "]",
            ">",
            "&",
            "&amp;",
            "&lt;",
            "&#65;",
            "&#x10FFFF;",
            "&#0;",
            "&foo;",
            ";",
            "\r",
            "\n",
            "\r\n",
            "é",
            "€",
            "😀",
            "<![CDATA[",
            "<!--",
            "-->",
            "<?x ?>",
            "<!DOCTYPE a>",
            "'",
            "\"",
            "<",
            "/>",
            " xmlns='v'",
            "\u0001",
            "\u0085",
            "<a b='&#9;&amp;é€😀\n\t\r\n'/>");

    @Property(tries = 3000)
    void itSaysTheSameHoweverTheBytesAreCut(
            @ForAll("soup") byte[] soup,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 60) int renewAfter) {
        List<String> whole = alike(Parsing.whole(SMALL, soup));
        for (int piece : new int[] {1, size, soup.length}) {
            assertThat(alike(Parsing.pieces(new StanzaParser(SMALL), soup, piece)))
                    .isEqualTo(whole);
            assertThat(alike(Parsing.pieces(new StanzaParser(SMALL, renewAfter), soup, piece)))
                    .isEqualTo(whole);
        }
    }

    /** Of a text that is at the wrong place and also bad XML, either may be noticed first. */
    private static List<String> alike(List<String> events) {
        return events.stream()
                .map(event -> event.equals("fault bad-format") ? "fault not-well-formed" : event)
                .toList();
    }

    @Property(tries = 3000)
    void nothingThatComesFromTheWireIsTooOddToWrite(@ForAll("soup") byte[] soup) {
        // Parsing.line writes every element that it is given.
        assertThat(Parsing.whole(SMALL, soup)).isNotEmpty();
    }

    @Property(tries = 1000)
    void whatIsWrittenIsReadBackTheSame(@ForAll("stanzas") String stanza) {
        Element[] read = new Element[1];
        byte[] bytes = utf8(HEADER + stanza);
        new StanzaParser(SMALL).feed(bytes, bytes.length, event -> {
            if (event instanceof StreamEvent.TopLevel top) {
                read[0] = top.element();
            }
        });
        String written = StanzaBytes.text(read[0]);
        assertThat(Parsing.whole(SMALL, utf8(HEADER + written)))
                .containsExactly("header 3BF96D32", "element " + written);
    }

    @Property(tries = 3000)
    void onlyUtf8Passes(@ForAll @Size(max = 12) byte[] bytes, @ForAll @IntRange(min = 1, max = 3) int size) {
        Utf8Gate gate = new Utf8Gate();
        ByteBuffer passed = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i += size) {
            byte[] piece = java.util.Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size));
            for (Utf8Gate.Piece each : gate.pass(piece, piece.length)) {
                passed.put(each.bytes(), 0, each.length());
            }
        }
        byte[] kept = java.util.Arrays.copyOf(passed.array(), passed.position());
        assertThat(java.util.Arrays.copyOf(bytes, kept.length)).isEqualTo(kept);
        String text = decoded(kept);
        // It stops at the first character that can't be, or keeps back one whose end is to come.
        if (gate.broken()) {
            assertThat(isCharacterNext(bytes, kept.length)).isFalse();
        } else {
            assertThat(bytes.length - kept.length).isLessThan(4);
        }
        assertThat(text).doesNotContain("\uFFFE", "\uFFFF");
    }

    private static boolean isCharacterNext(byte[] bytes, int from) {
        for (int length = 1; length <= 4 && from + length <= bytes.length; length++) {
            try {
                String one = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, length))
                        .toString();
                return !one.equals("\uFFFE") && !one.equals("\uFFFF");
            } catch (CharacterCodingException e) {
                // Perhaps one byte more makes one.
            }
        }
        return false;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("passed what is no UTF-8", e);
        }
    }

    @Provide
    Arbitrary<byte[]> soup() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> utf8(HEADER + String.join("", pieces)));
    }

    @Provide
    Arbitrary<String> stanzas() {
        Arbitrary<String> text = Arbitraries.of("", "x", "&lt;&#13;&amp;", "é😀\n", "]]&gt;", "<![CDATA[<&]]>");
        Arbitrary<String> tag = Arbitraries.of(
                "b",
                "b xmlns='urn:b'",
                "p:b xmlns:p='urn:p' p:c='1'",
                "b xml:lang='de'",
                "b xmlns=''",
                "p:b xmlns:p='urn:q'",
                "b xmlns='jabber:component:accept'",
                "b c='&#10;&apos;&quot;'",
                "stream:b");
        Arbitrary<String> inner = Arbitraries.recursive(
                () -> text,
                content -> net.jqwik.api.Combinators.combine(tag, content, text)
                        .as((name, inside, after) ->
                                "<" + name + ">" + inside + "</" + name.split(" ")[0] + ">" + after),
                0,
                4);
        return inner.map(content -> "<message xmlns:p='urn:outer'>" + content + "</message>");
    }
}
