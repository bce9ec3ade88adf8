package org.serverroster.presence;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.PeerDomain;

/**
 * What was heard of the peers' presence by one local domain, since its stream was attached. It is not kept: a peer that
 * is there says so again. Thread-safe; holds at most two entries a peer that we are subscribed to or asked to be, and one
 * a peer that we sent presence.
 */
public final class PeerPresence {

    private final Map<PeerDomain, Boolean> heard = new ConcurrentHashMap<>();
    private final Set<PeerDomain> silenced = ConcurrentHashMap.newKeySet();
    private final Set<PeerDomain> askedAgain = ConcurrentHashMap.newKeySet();

    /** Whether the peer is available; empty where nothing was heard. It counts only while we are subscribed to the peer. */
    public Optional<Boolean> of(PeerDomain peer) {
        return Optional.ofNullable(heard.get(peer));
    }

    /** The peer, to which we are subscribed or asked to be, said that it is available or not. */
    void told(PeerDomain peer, boolean available) {
        heard.put(peer, available);
    }

    /** The peer sent anything at all: it may be sent presence again. */
    void hear(PeerDomain peer) {
        silenced.remove(peer);
    }

    /** Our presence came back as an error (RFC 3921 section 5.1.1). */
    void silence(PeerDomain peer) {
        silenced.add(peer);
        heard.remove(peer);
    }

    boolean isSilenced(PeerDomain peer) {
        return silenced.contains(peer);
    }

    /**
     * The peer, which we ask, said that it is available, as it would to a subscriber: whether that is the first time since
     * our stream was attached.
     */
    boolean asksAgain(PeerDomain peer) {
        return askedAgain.add(peer);
    }

    /** The item was decided upon: what was heard goes with the subscription. */
    public void settle(RosterItem item) {
        if (!item.state().pendingOut()) {
            askedAgain.remove(item.peer());
        }
        if (!item.state().to() && !item.state().pendingOut()) {
            heard.remove(item.peer());
        }
        if (item.isEmpty()) {
            // Else whoever invents domains could leave an entry for each.
            silenced.remove(item.peer());
        }
    }

    /** The stream ended: nothing is known any more. */
    void forgetAll() {
        heard.clear();
        silenced.clear();
        askedAgain.clear();
    }
}
