package org.serverroster.stream;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.stax2.XMLStreamReader2;

/** The tags that are open at one place in a stream, the header first. Owned by the stream's reader thread. */
final class OpenTags {

    private record Tag(String name, List<String> declarations, long bytes) {}

    private final List<Tag> tags = new ArrayList<>();
    private long bytes;

    int depth() {
        return tags.size();
    }

    /** The bytes that the open tags take on the wire. */
    long bytes() {
        return bytes;
    }

    /** Takes the start tag that the reader stands on; its size on the wire counts until it is closed. */
    void push(XMLStreamReader2 reader, long size) {
        List<String> declarations = List.of();
        int count = reader.getNamespaceCount();
        if (count > 0) {
            declarations = new ArrayList<>(2 * count);
            for (int i = 0; i < count; i++) {
                declarations.add(reader.getNamespacePrefix(i));
                declarations.add(reader.getNamespaceURI(i));
            }
        }
        tags.add(new Tag(reader.getPrefixedName(), declarations, size));
        bytes += size;
    }

    void pop() {
        bytes -= tags.remove(tags.size() - 1).bytes;
    }

    /** XML that opens the same tags with the same namespaces, and without their attributes. */
    String reopen() {
        StringBuilder xml = new StringBuilder();
        for (Tag tag : tags) {
            xml.append('<').append(tag.name);
            for (int i = 0; i < tag.declarations.size(); i += 2) {
                String prefix = tag.declarations.get(i);
                xml.append(prefix == null || prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix);
                xml.append("='");
                StanzaBytes.appendValue(xml, tag.declarations.get(i + 1));
                xml.append('\'');
            }
            xml.append('>');
        }
        return xml.toString();
    }
}
