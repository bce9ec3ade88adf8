package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.stream.Parsing.HEADER;
import static org.serverroster.stream.Parsing.SMALL;
import static org.serverroster.stream.Parsing.utf8;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in, events out. Every row is fed whole, byte by byte, and cut in two at every place, and says the same. */
class StanzaParserTest {

    private static final String DEEP =
            "<message from='a.lit' to='b.lit' id='d' type='chat'>" + "<x>".repeat(8) + "</x>".repeat(8) + "</message>";

    static Stream<Arguments> streams() {
        return Stream.of(
                row("nothing", ""),
                row("a header", HEADER, "header 3BF96D32"),
                row("a header without a declaration", HEADER.substring(HEADER.indexOf("<stream")), "header 3BF96D32"),
                row(
                        "a header without id, as an Openfire refuses",
                        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:component:accept'>",
                        "header without id"),
                row(
                        "an id with escapes",
                        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'"
                                + " xmlns='jabber:component:accept' id='a&amp;&#x42;&quot;é&#128512;'>",
                        "header a&B\"é😀"),
                row(
                        "another prefix for the stream",
                        "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:component:accept' id='1'>"
                                + "</s:stream>",
                        "header 1",
                        "end"),
                stream("the end", "</stream:stream>", "end"),
                stream("nothing counts after the end", "</stream:stream><presence/>", "end"),
                stream("white space between stanzas", " \r\n<presence/>\n\t ", "element <presence/>"),
                stream("the handshake's answer", "<handshake/>", "element <handshake/>"),
                stream(
                        "content of the stream's namespace has none, other content keeps its own",
                        "<iq type='get' id='1'><query xmlns='jabber:iq:roster' ver='é'><item jid='a.lit'/></query></iq>",
                        "element <iq type='get' id='1'><query xmlns='jabber:iq:roster' ver='é'><item jid='a.lit'/>"
                                + "</query></iq>"),
                stream(
                        "a prefix for the stream's namespace",
                        "<c:message xmlns:c='jabber:component:accept'><c:body>x</c:body><body xmlns='a:b'/></c:message>",
                        "element <message><body>x</body><body xmlns='a:b'/></message>"),
                stream(
                        "the stream's namespace inside of another",
                        "<message><x xmlns='urn:x'><message xmlns='jabber:component:accept'><body/></message></x></message>",
                        "element <message><x xmlns='urn:x'><message xmlns='jabber:component:accept'><body/></message>"
                                + "</x></message>"),
                stream(
                        "prefixes and declarations",
                        "<message xmlns:q='urn:q' q:a='1' b='2'><q:x xmlns:r='urn:r' xmlns='urn:d'><y r:z='3'/></q:x></message>",
                        "element <message xmlns:q='urn:q' q:a='1' b='2'><q:x xmlns:r='urn:r'><y xmlns='urn:d' r:z='3'/>"
                                + "</q:x></message>"),
                stream(
                        "the header's prefix in a stanza",
                        "<message><stream:x/></message>",
                        "element <message><stream:x/></message>"),
                stream(
                        "xml:lang",
                        "<presence xml:lang='de'><status xml:lang='en'>x</status></presence>",
                        "element <presence xml:lang='de'><status xml:lang='en'>x</status></presence>"),
                stream(
                        "text in parts: escapes, sections, line ends",
                        "<message><body>a&lt;b&#x20AC;<![CDATA[<c>&amp;]]]]><![CDATA[>]]>\r\nd\re&#xD;ü€😀</body></message>",
                        "element <message><body>a&lt;b€&lt;c&gt;&amp;amp;]]&gt;\nd\ne&#xD;ü€😀</body></message>"),
                stream(
                        "escapes and white space in attributes",
                        "<message a='&lt;&gt;&amp;&apos;&quot;&#9;&#xA;\n\t\r\n&#x10FFFF;é€😀'/>",
                        "element <message a='&lt;&gt;&amp;&apos;&quot;&#x9;&#xA;   \udbff\udfffé€😀'/>"),
                stream("empty tags with space", "<presence  to = \"a.lit\"\r\n/>", "element <presence to='a.lit'/>"),
                stream(
                        "end tags with space",
                        "<presence></presence\r\n ></stream:stream >",
                        "element <presence/>",
                        "end"),
                stream(
                        "an element of no stanza",
                        "<stream:features><a/></stream:features>",
                        "element <stream:features><a/></stream:features>"),
                stream(
                        "a stream error",
                        "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
                        "element <stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
                        "end"),
                // RFC 6120, section 11.1: what an entity MUST NOT send.
                stream("a comment", "<presence/><!-- x -->", "element <presence/>", "fault restricted-xml"),
                stream("a comment in a stanza", "<presence><!----></presence>", "fault restricted-xml"),
                stream("a processing instruction", "<?php exit ?>", "fault restricted-xml"),
                stream("an entity of nobody's", "<message>&nbsp;</message>", "fault restricted-xml"),
                stream("an entity after text", "<message>x&nbsp;</message>", "fault restricted-xml"),
                row("a comment before the header", "<!-- x -->" + HEADER, "fault restricted-xml"),
                row(
                        "a document type",
                        "<!DOCTYPE stream SYSTEM 'http://a.lit/x.dtd'>" + HEADER,
                        "fault restricted-xml"),
                row(
                        "a bomb of entities",
                        "<?xml version='1.0'?><!DOCTYPE s SYSTEM 'x' [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                                + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>" + HEADER + "<message>&c;</message>",
                        "fault restricted-xml"),
                // The reader knows no document type of this form, and so takes it for bad XML.
                row(
                        "a bomb of entities without a system identifier",
                        "<!DOCTYPE s [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>" + HEADER + "<message>&b;</message>",
                        "fault not-well-formed"),
                // RFC 6120, section 4.9.3.13.
                stream("a wrong end tag", "<message></presence>", "fault not-well-formed"),
                stream("an attribute twice", "<message a='1' a='2'/>", "fault not-well-formed"),
                stream("an attribute without quotes", "<message a=1/>", "fault not-well-formed"),
                stream("a tag in an attribute", "<message a='<'/>", "fault not-well-formed"),
                stream("a prefix of nobody's", "<message><x:y/></message>", "fault not-well-formed"),
                stream("an entity in an attribute", "<message a='&nbsp;'/>", "fault not-well-formed"),
                stream("the end of a section in text", "<message>]]></message>", "fault not-well-formed"),
                stream("the same after text", "<message>x]]]></message>", "fault not-well-formed"),
                stream(
                        "brackets that end no section",
                        "<message a=']]>'>]]&gt;]] >]></message>",
                        "element <message a=']]&gt;'>]]&gt;]] &gt;]&gt;</message>"),
                stream("a character that XML has not", "<message>\u0001</message>", "fault not-well-formed"),
                stream("the same as a reference", "<message>&#1;</message>", "fault not-well-formed"),
                stream("the same in an attribute", "<message a='&#x0;'/>", "fault not-well-formed"),
                stream("half a surrogate pair as a reference", "<message>&#xD800;</message>", "fault not-well-formed"),
                row("no XML at all", "HTTP/1.1 400 Bad Request\r\n\r\n", "fault not-well-formed"),
                row("the alert of a TLS server", "\u0015\u0003\u0001\u0000\u0002", "fault not-well-formed"),
                bytes(
                        "a byte that starts no character",
                        HEADER + "<message>\u00ff",
                        "header 3BF96D32",
                        "fault not-well-formed"),
                bytes("a character cut short", HEADER + "<message>\u00c3<", "header 3BF96D32", "fault not-well-formed"),
                bytes(
                        "an overlong character",
                        HEADER + "<message>\u00c0\u0080",
                        "header 3BF96D32",
                        "fault not-well-formed"),
                bytes(
                        "a surrogate in UTF-8",
                        HEADER + "<message>\u00ed\u00a0\u0080",
                        "header 3BF96D32",
                        "fault not-well-formed"),
                bytes(
                        "no character of XML",
                        HEADER + "<message>\u00ef\u00bf\u00bf",
                        "header 3BF96D32",
                        "fault not-well-formed"),
                bytes(
                        "what came before it counts",
                        HEADER + "<presence/><a>\u00ff",
                        "header 3BF96D32",
                        "element <presence/>",
                        "fault not-well-formed"),
                bytes(
                        "beyond Unicode",
                        HEADER + "<message>\u00f4\u0090\u0080\u0080",
                        "header 3BF96D32",
                        "fault not-well-formed"),
                // RFC 6120, section 11.6.
                row(
                        "another encoding",
                        "<?xml version='1.0' encoding='ISO-8859-1'?>" + HEADER.substring(21),
                        "fault unsupported-encoding"),
                row(
                        "an encoding of nobody's",
                        "<?xml version='1.0' encoding='EBCDIC'?>" + HEADER.substring(21),
                        "fault unsupported-encoding"),
                row("UTF-8, said", "<?xml version='1.0' encoding='utf-8'?>" + HEADER.substring(21), "header 3BF96D32"),
                // RFC 6120, sections 4.8.1, 4.8.2 and 4.9.3.10.
                row("no namespace at all", "<stream>", "fault invalid-namespace"),
                row("another root", "<html xmlns='http://www.w3.org/1999/xhtml'>", "fault bad-format"),
                row(
                        "a stream for clients",
                        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1'>",
                        "fault invalid-namespace"),
                row(
                        "another stream namespace",
                        "<stream:stream xmlns='jabber:component:accept' xmlns:stream='urn:x'>",
                        "fault invalid-namespace"),
                stream("a second header", HEADER.substring(21), "fault bad-format"),
                stream("text between stanzas", "hello", "fault bad-format"),
                // The bounds: the stream goes on.
                stream(
                        "a stanza of just the bound",
                        "<message><body>" + "x".repeat(2000 - 32) + "</body></message><presence/>",
                        "element <message><body>" + "x".repeat(2000 - 32) + "</body></message>",
                        "element <presence/>"),
                stream(
                        "one byte more",
                        "<message to='b.lit'><body>" + "é".repeat(979) + "</body></message><presence/>",
                        "skipped <message to='b.lit'/> of 2001: it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "much text",
                        "<iq from='a.lit/x' to='b.lit' id='7' type='set'><x xmlns='urn:x'>" + "y".repeat(30_000)
                                + "</x></iq><presence/>",
                        "skipped <iq from='a.lit/x' to='b.lit' id='7' type='set'/> of 30074: it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "many elements",
                        "<iq from='a.lit'>" + "<p:x xmlns:p='urn:p'>é<y/></p:x>".repeat(500) + "</iq><presence/>",
                        "skipped <iq from='a.lit'/> of 16522: it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "just as deep as may be",
                        DEEP.replaceFirst("<x>", "").replaceFirst("</x>", ""),
                        "element "
                                + "<message from='a.lit' to='b.lit' id='d' type='chat'>" + "<x>".repeat(6) + "<x/>"
                                + "</x>".repeat(6) + "</message>"),
                stream(
                        "too deep",
                        DEEP + "<presence/>",
                        "skipped <message from='a.lit' to='b.lit' id='d' type='chat'/> of 118: it nests deeper than 8",
                        "element <presence/>"),
                stream(
                        "too many attributes",
                        "<message from='a.lit'><x" + attributes(11) + "/></message><presence/>",
                        "skipped <message from='a.lit'/> of 102: an element has more than 10 attributes",
                        "element <presence/>"),
                stream(
                        "too many attributes on the stanza itself",
                        "<message from='a.lit'" + attributes(10) + "><x/></message><presence/>",
                        "skipped <message from='a.lit'/> of 96: an element has more than 10 attributes",
                        "element <presence/>"),
                stream(
                        "attributes without end",
                        "<message from='a.lit'" + manyAttributes(3000) + "\n><x/></message><presence/>",
                        "skipped <message from='a.lit'/> of "
                                + (37 + manyAttributes(3000).length()) + ": it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "attributes without end on an empty tag",
                        "<message from='a.lit'><x" + manyAttributes(3000) + "/></message><presence/>",
                        "skipped <message from='a.lit'/> of "
                                + (36 + manyAttributes(3000).length()) + ": it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "some attributes too many on an empty tag",
                        "<message from='a.lit'><x" + manyAttributes(30) + "/></message><presence/>",
                        "skipped <message from='a.lit'/> of "
                                + (36 + manyAttributes(30).length()) + ": an element has more than 10 attributes",
                        "element <presence/>"),
                stream(
                        "attributes that are none in a section and in text",
                        "<message><![CDATA[<a" + "=''".repeat(20) + "]] ]>]]>" + "=''".repeat(20)
                                + "</message><presence/>",
                        "element <message>&lt;a" + "=''".repeat(20) + "]] ]&gt;" + "=''".repeat(20) + "</message>",
                        "element <presence/>"),
                stream(
                        "an address beyond measure",
                        "<message from='a.lit' to='" + "b".repeat(4000) + "'/><presence/>",
                        "skipped <message from='a.lit'/> of 4029: it is larger than 2000 bytes",
                        "element <presence/>"),
                stream(
                        "a tag beyond four stanzas",
                        "<message a='" + "b".repeat(8000) + "'/>",
                        "fault policy-violation"),
                stream("open tags beyond four stanzas", "<message>" + "<x>".repeat(3000), "fault policy-violation"),
                stream(
                        "a section beyond four stanzas",
                        "<message><![CDATA[" + "b".repeat(8000) + "]]>",
                        "fault policy-violation"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void sameEventsHoweverTheBytesAreCut(String name, byte[] bytes, List<String> expected) {
        assertThat(Parsing.whole(SMALL, bytes)).isEqualTo(expected);
        assertThat(Parsing.pieces(new StanzaParser(SMALL), bytes, 1)).isEqualTo(expected);
        int step = bytes.length < 4000 ? 1 : bytes.length / 300;
        for (int at = 0; at < bytes.length; at += step) {
            assertThat(Parsing.cut(new StanzaParser(SMALL), bytes, at))
                    .as("cut at %d", at)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    @DisplayName("the reader below is renewed between any two tags and nobody can tell")
    void renewedAllTheTime(String name, byte[] bytes, List<String> expected) {
        for (int size : new int[] {1, 2, 3, 7, 64, 1 << 20}) {
            assertThat(Parsing.pieces(new StanzaParser(SMALL, 1), bytes, size))
                    .as("pieces of %d", size)
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("0: no limit")
    void withoutALimit() {
        String text = "x".repeat(5_000_000);
        assertThat(Parsing.pieces(
                        new StanzaParser(SMALL.withStanzaBytes(0)), utf8(HEADER + "<a>" + text + "</a>"), 16_384))
                .containsExactly("header 3BF96D32", "element <a>" + text + "</a>");
    }

    private static String attributes(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(" a").append((char) ('a' + i)).append("=''");
        }
        return all.toString();
    }

    private static String manyAttributes(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(" a").append(i).append("='/>'");
        }
        return all.toString();
    }

    private static Arguments stream(String name, String after, String... events) {
        return row(
                name,
                HEADER + after,
                Stream.concat(Stream.of("header 3BF96D32"), Stream.of(events)).toArray(String[]::new));
    }

    private static Arguments row(String name, String text, String... events) {
        return Arguments.of(name, utf8(text), List.of(events));
    }

    /** Each character is one byte. */
    private static Arguments bytes(String name, String latin, String... events) {
        return Arguments.of(name, latin.getBytes(StandardCharsets.ISO_8859_1), List.of(events));
    }
}
