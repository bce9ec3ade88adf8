package org.serverroster.testbed;

import java.io.InputStream;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Cuts a stream of XMPP into its header and the children of its root. One thread, the one that reads. */
final class StanzaReader {

    private final XMLStreamReader xml;
    private final DocumentBuilder documents;

    StanzaReader(InputStream bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml = factory.createXMLStreamReader(bytes, "UTF-8");
        try {
            documents = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The root's start, with its attributes and without children. */
    Stanza header() throws XMLStreamException {
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            // what may stand before the root
        }
        return new Stanza(startTag(documents.newDocument()));
    }

    /** The next whole child of the root; empty at the root's end tag. */
    Optional<Stanza> next() throws XMLStreamException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return Optional.of(new Stanza(element()));
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return Optional.empty();
                }
                default -> {
                    // white space between stanzas
                }
            }
        }
    }

    private Element element() throws XMLStreamException {
        // A document each: even readers of one document disturb each other in other threads.
        Document document = documents.newDocument();
        Element root = startTag(document);
        Element open = root;
        while (open != null) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Element child = startTag(document);
                    open.appendChild(child);
                    open = child;
                }
                case XMLStreamConstants.END_ELEMENT -> open = (Element) open.getParentNode();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    open.appendChild(document.createTextNode(xml.getText()));
                default -> throw new XMLStreamException("Not allowed in XMPP: event " + xml.getEventType());
            }
        }
        return root;
    }

    private Element startTag(Document document) {
        Element element =
                document.createElementNS(xml.getNamespaceURI(), qualified(xml.getPrefix(), xml.getLocalName()));
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            element.setAttributeNS(
                    namespace == null || namespace.isEmpty() ? null : namespace,
                    qualified(xml.getAttributePrefix(i), xml.getAttributeLocalName(i)),
                    xml.getAttributeValue(i));
        }
        return element;
    }

    private static String qualified(String prefix, String local) {
        return prefix == null || prefix.equals(XMLConstants.DEFAULT_NS_PREFIX) ? local : prefix + ":" + local;
    }
}
