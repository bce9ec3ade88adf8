package org.serverroster.outbox;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dom4j.Element;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.xmpp.packet.IQ;

/**
 * What was written to a stream and is not known to have been taken by the server. A ping (XEP-0199) from our own domain
 * to our own domain, sent behind it, tells: the server works through a stream in order (RFC 6120 section 10.1), so once the
 * ping is back, in whatever form, everything before it was taken. One is on its way at a time.
 *
 * <p>Where several instances are attached the server may hand the ping to another of them, so an unanswered one is asked
 * again, each time from a resource of its own by which a server may choose. Guarded by the {@link PeerGate}'s lock.
 */
final class Confirmations {

    /** Until a ping that did not come back is asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What is written beyond this is not remembered: it stays owed, and leaves again some time later. */
    static final int MOST = 200_000;

    private final String domain;
    private final String instance = "owed-" + UUID.randomUUID() + "-";
    private Set<UUID> written = new LinkedHashSet<>();
    private Set<UUID> asked = new LinkedHashSet<>();
    private long number;
    private long askedAt;
    private long unremembered;

    /** @param component whose stream it is */
    Confirmations(LocalDomain component) {
        this.domain = component.toString();
    }

    /** These were put in line to be written. */
    void written(List<UUID> keys) {
        if (written.size() + keys.size() <= MOST) {
            written.addAll(keys);
        } else {
            unremembered += keys.size();
        }
    }

    /** How many are not confirmed yet. */
    int held() {
        return written.size() + asked.size();
    }

    /** How many were not remembered since the start. */
    long unremembered() {
        return unremembered;
    }

    /** Whether that was written to this stream and may be confirmed yet. */
    boolean mayCome(UUID key) {
        return written.contains(key) || asked.contains(key);
    }

    /** The ping to be sent now: behind what was written if none is on its way, or again one that did not come back. */
    Optional<IQ> due(long now) {
        if (asked.isEmpty()) {
            if (written.isEmpty()) {
                return Optional.empty();
            }
            asked = written;
            written = new LinkedHashSet<>();
            number++;
        } else if (now - askedAt < PATIENCE.toNanos()) {
            return Optional.empty();
        }
        askedAt = now;
        return Optional.of(ping());
    }

    /** Whether the stanza is a ping of this instance's, come back or answered; any thread. */
    boolean isOurs(Element stanza) {
        String id = stanza.attributeValue("id");
        String from = stanza.attributeValue("from");
        return stanza.getName().equals("iq")
                && id != null
                && id.startsWith(instance)
                && from != null
                && (from.equals(domain) || from.startsWith(domain + "/"));
    }

    /** The ping of that id is back: what it confirms. */
    List<UUID> cameBack(String id) {
        if (!id.equals(instance + number)) {
            return List.of();
        }
        List<UUID> confirmed = List.copyOf(asked);
        asked = new LinkedHashSet<>();
        return confirmed;
    }

    /** The stream is another: nothing that was written is known to have been taken. */
    void clear() {
        written = new LinkedHashSet<>();
        asked = new LinkedHashSet<>();
        number++;
    }

    private IQ ping() {
        IQ ping = new IQ(IQ.Type.get, instance + number);
        ping.setChildElement("ping", Namespaces.PING);
        ping.getElement().addAttribute("from", domain + "/" + UUID.randomUUID()).addAttribute("to", domain);
        return ping;
    }
}
