package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.serverroster.xmpp.Namespaces;

/**
 * The question whether the server is still there: an XMPP ping (XEP-0199) from our own domain to our own domain. The
 * server has to route it out and back, so that it proves the whole way and needs no address of the server's.
 *
 * <p>Where several instances are attached, the server may bring it to another one. By a new resource each time it comes
 * from somebody else, whom a server that chooses by the sender takes elsewhere; and who gets another's ping answers it.
 *
 * <p>The watch thread asks, the reader thread recognises.
 */
final class Ping {

    /** What the ids of all instances begin with. */
    private static final String PREFIX = "alive-";

    private static final String PING = "<ping xmlns='" + Namespaces.PING + "'/>";

    private final String domain;
    /** What the ids of this connection begin with, which nobody can guess. */
    private final String ours = PREFIX + UUID.randomUUID();

    private long count;

    Ping(String domain) {
        this.domain = domain;
    }

    /** Another ping. */
    byte[] next() {
        count++;
        return iq("get", ours + "-" + count, domain + "/" + UUID.randomUUID(), domain, PING);
    }

    /** Whether this is a ping of ours, come back in whatever form. */
    boolean cameBackAs(Element stanza) {
        return isOfOurDomain(stanza) && stanza.attributeValue("id").startsWith(ours);
    }

    /** The answer to another instance's ping, if the stanza is one. */
    Optional<byte[]> answer(Element stanza) {
        boolean asks = isOfOurDomain(stanza)
                && "get".equals(stanza.attributeValue("type"))
                && domain.equals(stanza.attributeValue("to"))
                && stanza.attributeValue("id").startsWith(PREFIX)
                && !cameBackAs(stanza);
        return asks
                ? Optional.of(iq("result", stanza.attributeValue("id"), domain, stanza.attributeValue("from"), ""))
                : Optional.empty();
    }

    private boolean isOfOurDomain(Element stanza) {
        String from = stanza.attributeValue("from", "");
        return stanza.getName().equals("iq")
                && stanza.attributeValue("id") != null
                && (from.equals(domain) || from.startsWith(domain + "/"));
    }

    private static byte[] iq(String type, String id, String from, String to, String content) {
        StringBuilder xml = new StringBuilder("<iq type='").append(type).append("' id='");
        StanzaBytes.appendValue(xml, id);
        xml.append("' from='");
        StanzaBytes.appendValue(xml, from);
        xml.append("' to='");
        StanzaBytes.appendValue(xml, to);
        return xml.append("'>").append(content).append("</iq>").toString().getBytes(StandardCharsets.UTF_8);
    }
}
