package org.serverroster.router;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * The one way out of a component. "All stanzas sent to the server MUST possess a 'from' attribute and a 'to' attribute
 * … The domain identifier portion of the JID contained in the 'from' attribute MUST match the hostname of the
 * component" (XEP-0114 section 3): a stanza that breaks this would cost us the stream, so it is a fault of ours that
 * stops here. Any thread; never waits.
 */
public final class Door {

    private static final Logger LOG = LogManager.getLogger(Door.class);

    private final Set<DomainName> ours;
    private final Predicate<Element> stream;

    /**
     * @param locals the domains that this component may speak for
     * @param stream takes a stanza, or says that it can not
     */
    public Door(Set<LocalDomain> locals, Predicate<Element> stream) {
        this.ours = locals.stream().map(LocalDomain::name).collect(Collectors.toUnmodifiableSet());
        this.stream = stream;
    }

    /** Lets the stanzas out in order. What the stream can not take is dropped; the stream counts it. */
    public void send(List<Packet> stanzas) {
        stanzas.forEach(this::offer);
    }

    /** Lets one stanza out, and tells whether the stream took it. */
    public boolean offer(Packet stanza) {
        Element element = stanza.getElement();
        try {
            Jid from = Jid.parse(element.attributeValue("from"));
            Jid.parse(element.attributeValue("to"));
            if (!ours.contains(from.domain())) {
                throw new IllegalArgumentException("'" + from + "' is not ours to speak for");
            }
            return stream.test(element);
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "a {} of ours was kept back, for the server would close the stream on it: {}",
                    element.getName(),
                    e.getMessage());
            return false;
        }
    }
}
