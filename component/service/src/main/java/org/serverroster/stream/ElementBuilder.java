package org.serverroster.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.stax2.XMLStreamReader2;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.tree.DefaultAttribute;
import org.dom4j.tree.DefaultElement;
import org.serverroster.xmpp.Namespaces;

/**
 * Builds one element at a time from the tokens of a reader. What is in the stream's own namespace, {@code
 * jabber:component:accept}, is built in none, so that it looks like what we build ourselves.
 *
 * <p>Owned by the stream's reader thread.
 *
 * <p>Names and namespaces are made here and not by {@link QName#get} and {@link Namespace#get}: those keep each one for
 * ever, and a peer may send as many as it likes.
 */
final class ElementBuilder {

    /** More names than honest traffic has; when there are more, all are forgotten. */
    private static final int NAMES = 1024;

    /** As long as an address can be: RFC 7622, section 3.1, allows 3071 octets. */
    private static final int SANE_VALUE = 3071;

    /** Stands for no namespace at the top, so that nobody takes what is there for a stanza: those lose theirs. */
    private static final String NONE = "urn:x-server-roster:none";

    private record Name(String local, String prefix, String uri) {}

    private final Map<Name, QName> names = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private Element root;
    private Element current;

    /** Forgets what was built. */
    void begin() {
        root = null;
        current = null;
        text.setLength(0);
    }

    /** Takes the start tag that the reader stands on; says why if it can't be built. */
    Optional<String> start(XMLStreamReader2 reader) {
        Element element;
        try {
            element = element(reader);
        } catch (IllegalArgumentException e) {
            return Optional.of("a name in it is not understood");
        }
        flushText();
        if (root == null) {
            root = element;
        } else {
            current.add(element);
        }
        current = element;
        return Optional.empty();
    }

    void text(String more) {
        text.append(more);
    }

    void end() {
        flushText();
        current = current.getParent();
    }

    /** What was built, or what {@link #forget} kept of it. */
    Element take() {
        Element done = root;
        begin();
        return done;
    }

    /**
     * Lets go of what was built but for the root's name and addresses; a root that was not built yet is the tag that
     * the reader stands on.
     */
    void forget(XMLStreamReader2 reader) {
        Element bare;
        if (root == null) {
            bare = new DefaultElement(safeName(reader));
            for (String name : new String[] {"from", "to", "id", "type"}) {
                keep(bare, name, reader.getAttributeValue("", name));
            }
        } else {
            bare = new DefaultElement(root.getQName());
            for (String name : new String[] {"from", "to", "id", "type"}) {
                keep(bare, name, root.attributeValue(name));
            }
        }
        begin();
        if (text.capacity() > SANE_VALUE) {
            text.trimToSize();
        }
        root = bare;
    }

    private static void keep(Element bare, String name, String value) {
        if (value != null && value.length() <= SANE_VALUE) {
            bare.add(new DefaultAttribute(new QName(name, Namespace.NO_NAMESPACE), value));
        }
    }

    private QName safeName(XMLStreamReader2 reader) {
        try {
            return nameOf(reader);
        } catch (IllegalArgumentException e) {
            return new QName("unnamed", Namespace.NO_NAMESPACE);
        }
    }

    private Element element(XMLStreamReader2 reader) {
        QName name = nameOf(reader);
        int attributes = reader.getAttributeCount();
        Element element = new DefaultElement(name, attributes);
        for (int i = 0; i < attributes; i++) {
            QName attribute = attributeName(
                    reader.getAttributeLocalName(i), reader.getAttributePrefix(i), reader.getAttributeNamespace(i));
            element.add(new DefaultAttribute(attribute, reader.getAttributeValue(i)));
        }
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            declare(element, reader.getNamespacePrefix(i), reader.getNamespaceURI(i));
        }
        return element;
    }

    /** Keeps a prefix that content may name, as data types of forms do. */
    private static void declare(Element element, String prefix, String uri) {
        if (prefix != null
                && !prefix.isEmpty()
                && !uri.equals(Namespaces.COMPONENT_ACCEPT)
                && !prefix.equals(element.getNamespacePrefix())) {
            element.add(new Namespace(prefix, uri));
        }
    }

    private QName nameOf(XMLStreamReader2 reader) {
        String uri = reader.getNamespaceURI();
        boolean strange = root == null && (uri == null || uri.isEmpty());
        return name(reader.getLocalName(), reader.getPrefix(), strange ? NONE : uri);
    }

    private QName name(String local, String prefix, String uri) {
        return Namespaces.COMPONENT_ACCEPT.equals(uri) ? cached(local, "", "") : cached(local, prefix, uri);
    }

    private QName attributeName(String local, String prefix, String uri) {
        return prefix == null || prefix.isEmpty() ? cached(local, "", "") : cached(local, prefix, uri);
    }

    private QName cached(String local, String prefix, String uri) {
        Name key = new Name(local, prefix == null ? "" : prefix, uri == null ? "" : uri);
        QName name = names.get(key);
        if (name == null) {
            name = new QName(local, key.uri.isEmpty() ? Namespace.NO_NAMESPACE : new Namespace(key.prefix, key.uri));
            if (names.size() >= NAMES) {
                names.clear();
            }
            names.put(key, name);
        }
        return name;
    }

    private void flushText() {
        if (!text.isEmpty()) {
            current.addText(text.toString());
            text.setLength(0);
        }
    }
}
