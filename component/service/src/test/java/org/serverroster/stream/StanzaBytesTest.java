package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StanzaBytesTest {

    @Test
    void whatHasNoNamespaceGoesIntoTheStreamsOwn() {
        Element stanza = stanza();
        stanza.addElement("query", "jabber:iq:roster").addElement("item");
        assertThat(StanzaBytes.text(stanza))
                .isEqualTo("<message><query xmlns='jabber:iq:roster'><item/></query></message>");
    }

    @Test
    void noNamespaceInsideOfAnotherIsSaid() {
        Element stanza = stanza();
        stanza.addElement("x", "urn:x").add(DocumentHelper.createElement("body"));
        assertThat(StanzaBytes.text(stanza))
                .isEqualTo("<message><x xmlns='urn:x'><body xmlns='jabber:component:accept'/></x></message>");
    }

    @Test
    void prefixesAreDeclaredOnceAndWhereTheyAreNeeded() {
        Element stanza = stanza();
        Namespace p = new Namespace("p", "urn:p");
        Element x = stanza.addElement(new QName("x", p));
        x.addAttribute(new QName("a", p), "1");
        x.addElement(new QName("y", p)).addElement(new QName("z", new Namespace("p", "urn:other")));
        stanza.addElement(new QName("x", p));
        assertThat(StanzaBytes.text(stanza))
                .isEqualTo("<message><p:x xmlns:p='urn:p' p:a='1'><p:y><p:z xmlns:p='urn:other'/></p:y></p:x>"
                        + "<p:x xmlns:p='urn:p'/></message>");
    }

    @Test
    void xmlLangNeedsNoDeclaration() {
        Element stanza = stanza();
        stanza.addAttribute(new QName("lang", Namespace.XML_NAMESPACE), "de");
        assertThat(StanzaBytes.text(stanza)).isEqualTo("<message xml:lang='de'/>");
    }

    @Test
    void everythingThatXmlWouldMisreadIsEscaped() {
        Element stanza = stanza();
        stanza.addAttribute("a", "<>&'\"\t\n\r é€😀");
        stanza.addElement("body").addText("<>&'\"\t\n\r]]> é€😀");
        assertThat(StanzaBytes.of(stanza))
                .isEqualTo(("<message a='&lt;&gt;&amp;&apos;&quot;&#x9;&#xA;&#xD; é€😀'>"
                                + "<body>&lt;&gt;&amp;'\"\t\n&#xD;]]&gt; é€😀</body></message>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSectionIsWrittenAsText() throws DocumentException {
        Element stanza = DocumentHelper.parseText("<message><body>a<![CDATA[<b>]]></body></message>")
                .getRootElement();
        assertThat(StanzaBytes.text(stanza)).isEqualTo("<message><body>a&lt;b&gt;</body></message>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u0000", "\u001b[2J", "\ud800", "x\udc00", "\ud800x", "\ufffe", "\uffff"})
    void aCharacterThatXmlHasNotIsRefused(String text) {
        Element inText = stanza();
        inText.addElement("body").addText(text);
        Element inAttribute = stanza();
        inAttribute.addAttribute("a", text);
        assertThatIllegalArgumentException().isThrownBy(() -> StanzaBytes.of(inText));
        assertThatIllegalArgumentException().isThrownBy(() -> StanzaBytes.of(inAttribute));
    }

    @Test
    void whatIsNoStanzaIsRefused() {
        Element comment = stanza();
        comment.addComment("x");
        Element instruction = stanza();
        instruction.addProcessingInstruction("x", "y");
        Element entity = stanza();
        entity.addEntity("x", "y");
        Element colon = stanza();
        colon.add(DocumentHelper.createElement(new QName("a:b")));
        Element ambiguous = DocumentHelper.createElement(new QName("x", new Namespace("p", "urn:a")));
        ambiguous.addAttribute(new QName("y", new Namespace("p", "urn:b")), "");
        for (Element each : new Element[] {comment, instruction, entity, colon, ambiguous}) {
            assertThatIllegalArgumentException().isThrownBy(() -> StanzaBytes.of(each));
        }
    }

    private static Element stanza() {
        return DocumentHelper.createElement("message");
    }
}
