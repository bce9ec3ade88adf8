package org.serverroster.outbox;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.roster.OwedStanza;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.xmpp.packet.Packet;

/** Lets single stanzas out that the database says are owed, if the newest snapshot says so too. Any thread. */
final class Courier {

    private static final Logger LOG = LogManager.getLogger(Courier.class);

    private final PeerGate gate;
    private final Supplier<Roster> roster;
    private final Function<OwedStanza, List<Packet>> render;

    /**
     * @param roster the newest snapshot
     * @param render a stanza that is owed, and the presence that goes with it, in order
     */
    Courier(PeerGate gate, Supplier<Roster> roster, Function<OwedStanza, List<Packet>> render) {
        this.gate = gate;
        this.roster = roster;
        this.render = render;
    }

    /** Lets it out, unless it is overtaken or has left on this stream before and may be confirmed yet. */
    Offer carry(OwedStanza owed) {
        if (gate.mayBeConfirmed(owed.key())) {
            return Offer.OVERTAKEN;
        }
        List<Packet> stanzas;
        try {
            stanzas = render.apply(owed);
        } catch (RuntimeException e) {
            LOG.error("a {} for {} can not be sent", owed.stanza().kind(), owed.peer(), e);
            return Offer.OVERTAKEN;
        }
        return gate.offer(owed, () -> owed.stanza().kind().isOwedIn(state(owed)), stanzas);
    }

    private SubscriptionState state(OwedStanza owed) {
        return roster.get().find(owed.peer()).map(RosterItem::state).orElse(SubscriptionState.NONE);
    }
}
