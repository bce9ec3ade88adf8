package org.serverroster.router;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
 * stops here. A bridge in the server allows one thing more: presence and IQs from exactly the domain that we serve; what
 * leaves for it before the bridge was found would cost us the stream, too. Any thread; never waits.
 */
public final class Door {

    private static final Logger LOG = LogManager.getLogger(Door.class);

    private final Set<DomainName> own;
    private final Set<DomainName> served;
    private final Set<DomainName> open = ConcurrentHashMap.newKeySet();
    private final Predicate<Element> stream;
    private final Consumer<DomainName> keptBack;

    /**
     * @param own the domains that this component may always speak for
     * @param stream takes a stanza, or says that it can not
     */
    public Door(Set<LocalDomain> own, Predicate<Element> stream) {
        this(own, Set.of(), stream, domain -> {});
    }

    /**
     * @param own the domains that this component may always speak for
     * @param served those that it may speak for while they are open
     * @param stream takes a stanza, or says that it can not
     * @param keptBack counts a stanza that did not leave because its domain is closed
     */
    public Door(
            Set<LocalDomain> own, Set<LocalDomain> served, Predicate<Element> stream, Consumer<DomainName> keptBack) {
        this.own = names(own);
        this.served = names(served);
        this.stream = stream;
        this.keptBack = keptBack;
    }

    private static Set<DomainName> names(Set<LocalDomain> domains) {
        return domains.stream().map(LocalDomain::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The bridge of that domain was found. */
    public void open(LocalDomain domain) {
        open.add(domain.name());
    }

    /** The stream ended, and with it all that was known of the bridge; or the bridge is gone. */
    public void close(LocalDomain domain) {
        open.remove(domain.name());
    }

    /** Whether a stanza from that domain's own address may leave now. */
    public boolean isOpen(LocalDomain domain) {
        return own.contains(domain.name()) || open.contains(domain.name());
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
            return isOurs(from, element) && stream.test(element);
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "a {} of ours was kept back, for the server would close the stream on it: {}",
                    element.getName(),
                    e.getMessage());
            return false;
        }
    }

    private boolean isOurs(Jid from, Element stanza) {
        if (own.contains(from.domain())) {
            return true;
        }
        if (!served.contains(from.domain())
                || from.hasLocal()
                || from.hasResource()
                || stanza.getName().equals("message")) {
            throw new IllegalArgumentException("'" + from + "' is not ours to speak for");
        }
        if (!open.contains(from.domain())) {
            keptBack.accept(from.domain());
            return false;
        }
        return true;
    }
}
