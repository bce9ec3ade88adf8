package org.serverroster.testbed;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * A stanza, or another child of a stream, as it came off the wire. Not to be changed; any thread, one at a time (the
 * JDK's DOM is not safe for readers at once).
 */
public record Stanza(Element element) {

    /**
     * Reads one from text.
     *
     * @throws IllegalArgumentException if the text is no well-formed element
     */
    public static Stanza parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            return new Stanza(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement());
        } catch (Exception fault) {
            throw new IllegalArgumentException("Not well-formed: " + xml, fault);
        }
    }

    /** {@code iq}, {@code message}, {@code presence}, or what else came. */
    public String name() {
        return element.getLocalName();
    }

    /** An attribute; empty when it is absent. */
    public String attribute(String attribute) {
        return element.getAttribute(attribute);
    }

    /** The sender's address as it was written; empty when absent. */
    public String from() {
        return attribute("from");
    }

    /** The addressee as it was written; empty when absent. */
    public String to() {
        return attribute("to");
    }

    /** The type as it was written; empty when absent. */
    public String type() {
        return attribute("type");
    }

    /** The id as it was written; empty when absent. */
    public String id() {
        return attribute("id");
    }

    /** Whether it is of that name and type (empty: without a type) from that sender. */
    public boolean is(String name, String type, String from) {
        return name().equals(name) && type().equals(type) && from().equals(from);
    }

    /** The first element below this one, at any depth, with that name and namespace. */
    public Optional<Element> find(String name, String namespace) {
        return Optional.ofNullable(
                (Element) element.getElementsByTagNameNS(namespace, name).item(0));
    }

    /** All elements below this one, at any depth, with that name and namespace. */
    public List<Element> findAll(String name, String namespace) {
        List<Element> found = new ArrayList<>();
        var nodes = element.getElementsByTagNameNS(namespace, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    /** The text of the first element with that name, in any namespace; empty when there is none. */
    public String text(String name) {
        Node found = element.getElementsByTagNameNS("*", name).item(0);
        return found == null ? "" : found.getTextContent();
    }

    /** The defined condition of a stanza error (RFC 6120, 8.3.3); empty when it is no error. */
    public String errorCondition() {
        return findAll("*", "urn:ietf:params:xml:ns:xmpp-stanzas").stream()
                .map(Element::getLocalName)
                .filter(name -> !name.equals("text"))
                .findFirst()
                .orElse("");
    }

    /** The XML. */
    @Override
    public String toString() {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }
}
