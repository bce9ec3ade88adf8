package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.dom4j.Element;
import org.serverroster.xmpp.Namespaces;

/**
 * The question whether the server is still there: an XMPP ping (XEP-0199) from our own domain to our own domain. The
 * server has to route it out and back, so that it proves the whole way and needs no address of the server's.
 *
 * <p>The watch thread asks, the reader thread recognises.
 */
final class Ping {

    private final String domain;
    private volatile String id = "";

    Ping(String domain) {
        this.domain = domain;
    }

    /** Another ping, with an id that nobody can guess. */
    byte[] next() {
        id = UUID.randomUUID().toString();
        StringBuilder xml = new StringBuilder("<iq type='get' id='" + id + "' from='");
        StanzaBytes.appendValue(xml, domain);
        xml.append("' to='");
        StanzaBytes.appendValue(xml, domain);
        return xml.append("'><ping xmlns='" + Namespaces.PING + "'/></iq>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the last ping, come back in whatever form. */
    boolean cameBackAs(Element stanza) {
        return stanza.getName().equals("iq")
                && !id.isEmpty()
                && id.equals(stanza.attributeValue("id"))
                && domain.equals(stanza.attributeValue("from"));
    }
}
