package org.serverroster.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Ending;
import org.serverroster.roster.OwedStanza;
import org.serverroster.roster.PeerStanza;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** The presences that one local domain sends to its peers. Stateless; any thread. */
public final class PeerStanzas {

    /**
     * Begins the id of each of our requests, so that an error that comes back for one is known as such, also by the next
     * process: presence has no other mark of what it answers.
     */
    private static final String REQUEST_ID = "subscribe-";

    /** The same for probes. */
    private static final String PROBE_ID = "probe-";

    private final Jid local;

    public PeerStanzas(LocalDomain local) {
        this.local = local.jid();
    }

    /** What the peer is sent for a decision, in order. */
    public List<Packet> of(Decision decision) {
        List<Packet> stanzas = new ArrayList<>(decision.toPeer().size());
        PeerDomain peer = decision.after().peer();
        for (PeerStanza stanza : decision.toPeer()) {
            stanzas.add(render(peer, stanza));
        }
        return stanzas;
    }

    /** A stanza that the peer is owed from before, and the presence that goes with it, in order. */
    public List<Packet> of(OwedStanza owed) {
        Presence presence = render(owed.peer(), owed.stanza());
        if (!owed.presence()) {
            return List.of(presence);
        }
        return switch (owed.stanza().kind()) {
            case SUBSCRIBED -> List.of(presence, available(owed.peer()));
            case UNSUBSCRIBED -> List.of(unavailable(owed.peer()), presence);
            default -> List.of(presence);
        };
    }

    private Presence render(PeerDomain peer, PeerStanza stanza) {
        Presence presence = switch (stanza.kind()) {
            case SUBSCRIBE -> subscribe(peer);
            case SUBSCRIBED -> presence(peer, Presence.Type.subscribed);
            case UNSUBSCRIBE -> presence(peer, Presence.Type.unsubscribe);
            case UNSUBSCRIBED -> presence(peer, Presence.Type.unsubscribed);
            case AVAILABLE -> available(peer);
            case UNAVAILABLE -> unavailable(peer);
        };
        if (!stanza.reason().isEmpty()) {
            presence.setStatus(stanza.reason());
        }
        return presence;
    }

    Presence subscribe(PeerDomain peer) {
        Presence subscribe = presence(peer, Presence.Type.subscribe);
        subscribe.setID(REQUEST_ID + UUID.randomUUID());
        return subscribe;
    }

    Presence available(PeerDomain peer) {
        return presence(peer, null);
    }

    Presence unavailable(PeerDomain peer) {
        return presence(peer, Presence.Type.unavailable);
    }

    Presence probe(PeerDomain peer) {
        Presence probe = presence(peer, Presence.Type.probe);
        probe.setID(PROBE_ID + UUID.randomUUID());
        return probe;
    }

    /** What it was told when that ended. */
    Presence ending(Ending ending) {
        return render(ending.peer(), new PeerStanza(ending.kind(), ""));
    }

    /** Whether an error with this id came back for a request of ours. */
    static boolean isOfRequest(String id) {
        return id != null && id.startsWith(REQUEST_ID);
    }

    /** Whether an error with this id came back for a probe of ours. */
    static boolean isOfProbe(String id) {
        return id != null && id.startsWith(PROBE_ID);
    }

    private Presence presence(PeerDomain peer, Presence.Type type) {
        return Stanzas.presence(local, peer.jid(), type);
    }
}
