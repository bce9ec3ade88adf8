package org.serverroster.roster;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/** What leaves once a change is committed or refused. Whoever fails to say something hinders nobody else. Any thread. */
final class Delivery {

    private static final Logger LOG = LogManager.getLogger(Delivery.class);

    private final LocalDomain domain;
    private final PeerOutlet peers;
    private final Render render;
    private final Consumer<List<Packet>> outlet;
    private final RosterMetrics metrics;

    Delivery(
            LocalDomain domain, PeerOutlet peers, Render render, Consumer<List<Packet>> outlet, RosterMetrics metrics) {
        this.domain = domain;
        this.peers = peers;
        this.render = render;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /**
     * Lets out what peers are sent for committed decisions. Before anybody else hears of them: what an administrator is
     * told has been done is on its way.
     */
    void toPeers(List<Decision> decisions, List<OwedStanza> owed) {
        try {
            peers.committed(decisions, owed);
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: a fault of ours kept stanzas from peers; the outbox has them, and sends them later",
                    domain,
                    e);
        }
    }

    /**
     * Logs a committed decision and lets out what else it says: to the administrators, to who follows, to who asked.
     *
     * @param version of the roster with this decision, and none after it
     */
    void deliver(RosterChange change, Decision decision, long version) {
        for (RosterEvent event : decision.events()) {
            LOG.info("{}: {}", domain, EventWords.of(event));
        }
        send(change, () -> render.committed(decision, version));
        send(change, () -> change.answer().apply(decision));
    }

    /** Lets out what is to be said of what another instance committed. */
    void caughtUp(RosterStore.Newer newer) {
        try {
            List<Packet> packets = render.caughtUp(newer.changed(), newer.roster());
            if (!packets.isEmpty()) {
                outlet.accept(packets);
            }
        } catch (RuntimeException e) {
            LOG.error("{}: a change of another instance could not be passed on", domain, e);
        }
    }

    void refuse(RosterChange change, Refusal why) {
        metrics.refused(why);
        send(change, () -> change.refuse().apply(why));
    }

    private void send(RosterChange change, Supplier<List<Packet>> stanzas) {
        try {
            List<Packet> packets = stanzas.get();
            if (!packets.isEmpty()) {
                outlet.accept(packets);
            }
        } catch (RuntimeException e) {
            LOG.error("{}: a stanza about {} could not be sent", domain, change.peer(), e);
        }
    }
}
