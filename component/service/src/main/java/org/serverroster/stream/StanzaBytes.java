package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dom4j.Attribute;
import org.dom4j.CharacterData;
import org.dom4j.Comment;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Printable;

/**
 * Writes a stanza as it goes into the stream: what is in no namespace is in the stream's own, {@code
 * jabber:component:accept}. Refuses, with an {@link IllegalArgumentException}, what is not well-formed XML: one such
 * stanza would cost us the stream (RFC 6120, section 4.9.3.13).
 *
 * <p>One object writes one stanza; any thread.
 */
public final class StanzaBytes {

    /** Prefixes that are in scope everywhere, each with its namespace. */
    private static final Map<String, String> STREAM_SCOPE =
            Map.of("stream", Namespaces.STREAM, "xml", Namespace.XML_NAMESPACE.getURI());

    private final StringBuilder out = new StringBuilder(256);

    /** Prefixes that the stanza itself declares, innermost last: a prefix, then its namespace. Most declare none. */
    private final List<String> scope = new ArrayList<>(0);

    private StanzaBytes() {}

    /** The stanza in UTF-8. */
    static byte[] of(Element stanza) {
        return text(stanza).getBytes(StandardCharsets.UTF_8);
    }

    /** The same as text: much less work than dom4j's own writer, and the same to who reads it as XML. */
    public static String text(Element stanza) {
        StanzaBytes writer = new StanzaBytes();
        writer.element(stanza, "");
        return writer.out.toString();
    }

    private void element(Element element, String outerDefault) {
        int outerScope = scope.size();
        String uri = element.getNamespaceURI();
        String prefix = uri.isEmpty() ? "" : element.getNamespacePrefix();
        String name = local(element.getName());
        String innerDefault = prefix.isEmpty() ? uri : outerDefault;
        if (!prefix.isEmpty()) {
            name = prefix + ":" + name;
        }
        out.append('<').append(name);
        if (!innerDefault.equals(outerDefault)) {
            value("xmlns", innerDefault.isEmpty() ? Namespaces.COMPONENT_ACCEPT : innerDefault);
        }
        if (!prefix.isEmpty()) {
            declare(prefix, uri, outerScope);
        }
        for (int i = 0, count = element.nodeCount(); i < count; i++) {
            if (element.node(i) instanceof Namespace extra && !extra.getPrefix().isEmpty()) {
                declare(extra.getPrefix(), extra.getURI(), outerScope);
            }
        }
        for (int i = 0, count = element.attributeCount(); i < count; i++) {
            attribute(element.attribute(i), outerScope);
        }
        content(element, name, innerDefault);
        while (scope.size() > outerScope) {
            scope.remove(scope.size() - 1);
        }
    }

    private void attribute(Attribute attribute, int outerScope) {
        String uri = attribute.getNamespaceURI();
        String name = local(attribute.getName());
        if (!uri.isEmpty()) {
            String prefix = attribute.getNamespacePrefix();
            if (prefix.isEmpty()) {
                throw new IllegalArgumentException("the attribute " + name + " has a namespace and no prefix");
            }
            declare(prefix, uri, outerScope);
            name = prefix + ":" + name;
        }
        String value = attribute.getValue();
        value(name, value == null ? "" : value);
    }

    private void content(Element element, String name, String innerDefault) {
        boolean empty = true;
        for (int i = 0, count = element.nodeCount(); i < count; i++) {
            Node node = element.node(i);
            if (node instanceof Namespace) {
                continue;
            }
            if (empty) {
                out.append('>');
                empty = false;
            }
            if (node instanceof Element child) {
                element(child, innerDefault);
            } else if (node instanceof CharacterData text && !(node instanceof Comment)) {
                appendText(out, text.getText());
            } else {
                throw new IllegalArgumentException("a stanza must not hold a " + node.getNodeTypeName());
            }
        }
        if (empty) {
            out.append("/>");
        } else {
            out.append("</").append(name).append('>');
        }
    }

    private void declare(String prefix, String uri, int outerScope) {
        boolean hidden = false;
        for (int i = scope.size() - 2; i >= 0; i -= 2) {
            if (scope.get(i).equals(prefix)) {
                if (scope.get(i + 1).equals(uri)) {
                    return;
                }
                if (i >= outerScope) {
                    throw new IllegalArgumentException("the prefix " + prefix + " means two namespaces in one tag");
                }
                hidden = true;
                break;
            }
        }
        if (!hidden && uri.equals(STREAM_SCOPE.get(prefix))) {
            return;
        }
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("the prefix " + prefix + " has no namespace");
        }
        scope.add(prefix);
        scope.add(uri);
        value("xmlns:" + prefix, uri);
    }

    private void value(String name, String value) {
        out.append(' ').append(name).append("='");
        appendValue(out, value);
        out.append('\'');
    }

    /** Names were checked when they were made, but for the colon that a name without a namespace may have. */
    private static String local(String name) {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("not a local name: " + Printable.of(name, 100));
        }
        return name;
    }

    /** Appends an attribute's value, to stand between single quotes. */
    static void appendValue(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                // As they are they would be read as spaces.
                case '\t' -> out.append("&#x9;");
                case '\n' -> out.append("&#xA;");
                case '\r' -> out.append("&#xD;");
                default -> i = appendPlain(out, value, i);
            }
        }
    }

    private static void appendText(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\t', '\n' -> out.append(c);
                // As it is it would be read as a line feed.
                case '\r' -> out.append("&#xD;");
                default -> i = appendPlain(out, text, i);
            }
        }
    }

    /** Appends the character at an index if XML 1.0, section 2.2, knows it; returns where it ends. */
    private static int appendPlain(StringBuilder out, String text, int index) {
        char c = text.charAt(index);
        if (c >= ' ' && c < 0xD800 || c >= 0xE000 && c < 0xFFFE) {
            out.append(c);
            return index;
        }
        if (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            out.append(c).append(text.charAt(index + 1));
            return index + 1;
        }
        throw new IllegalArgumentException(String.format("XML has no character U+%04X", (int) c));
    }
}
