package org.serverroster.outbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Decision;
import org.serverroster.roster.OwedStanza;
import org.serverroster.roster.PeerOutlet;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * Where the stanzas of one local domain for its peers leave, one at a time: by its lock nobody can say of an item what was
 * true before a change after that change's own stanzas have left.
 *
 * <p>While it is <em>live</em>, a committed decision's stanzas leave at once. It is not live before everything that was
 * owed when the stream was attached has left, nor after the stream refused a stanza: what decisions owe then waits in the
 * database for its turn, and the roster's thread waits for nothing. Any thread.
 */
public final class PeerGate implements PeerOutlet {

    private static final Logger LOG = LogManager.getLogger(PeerGate.class);

    /** What became of a stanza. */
    public enum Offer {
        SENT,
        /** It is not true any more, and did not leave. */
        OVERTAKEN,
        /** The stream does not take it now. */
        REFUSED
    }

    private final Function<Decision, List<Packet>> render;
    private final Predicate<Packet> door;
    private final BooleanSupplier isShort;
    private final LongSupplier nanoTime;
    private final Confirmations confirmations;

    private boolean attached;
    private long stream;
    private boolean live;
    private boolean missed;

    /**
     * @param component whose stream it is
     * @param render what a peer is sent for a decision, in order
     * @param door the component's way out; tells whether the stream took it, and does not wait
     * @param isShort whether little waits to be written to the stream
     * @param nanoTime a clock that never goes back
     */
    public PeerGate(
            LocalDomain component,
            Function<Decision, List<Packet>> render,
            Predicate<Packet> door,
            BooleanSupplier isShort,
            LongSupplier nanoTime) {
        this.render = render;
        this.door = door;
        this.isShort = isShort;
        this.nanoTime = nanoTime;
        this.confirmations = new Confirmations(component);
    }

    @Override
    public synchronized void committed(List<Decision> decisions, List<OwedStanza> owed) {
        decisions.forEach(this::leave);
        if (live) {
            confirmations.written(owed.stream().map(OwedStanza::key).toList());
            ask();
        } else if (!owed.isEmpty()) {
            missed = true;
        }
    }

    /** What left and is not confirmed: as much again while a ping is on its way. */
    public Bounded bound() {
        return new Bounded("unconfirmed", 2 * Confirmations.MOST, this::unconfirmed, this::unremembered);
    }

    private synchronized int unconfirmed() {
        return confirmations.held();
    }

    private synchronized long unremembered() {
        return confirmations.unremembered();
    }

    /** What is owed waits its turn behind what is owed from before; what is not has nothing to wait for. */
    private void leave(Decision decision) {
        if (decision.toPeer().isEmpty() || !attached || !live && decision.owes()) {
            return;
        }
        try {
            live &= render.apply(decision).stream().allMatch(door);
        } catch (RuntimeException e) {
            live = false;
            LOG.error("a stanza for {} could not be sent", decision.after().peer(), e);
        }
    }

    /** Whether so little waits to be written that more may be added. */
    public boolean isShort() {
        return isShort.getAsBoolean();
    }

    /**
     * Lets stanzas out if they are true.
     *
     * @param stillTrue looks at the newest snapshot; called under the lock, must not wait
     */
    public synchronized Offer offer(BooleanSupplier stillTrue, List<Packet> stanzas) {
        if (!stillTrue.getAsBoolean()) {
            return Offer.OVERTAKEN;
        }
        return stanzas.stream().allMatch(door) ? Offer.SENT : Offer.REFUSED;
    }

    /** The same for what is owed; what left is confirmed some time later. */
    synchronized Offer offer(OwedStanza owed, BooleanSupplier stillTrue, List<Packet> stanzas) {
        Offer offer = offer(stillTrue, stanzas);
        if (offer == Offer.SENT) {
            confirmations.written(List.of(owed.key()));
        }
        return offer;
    }

    /** The stream is attached; returns its number. */
    synchronized long attached() {
        confirmations.clear();
        attached = true;
        live = false;
        stream++;
        return stream;
    }

    /** The stream ended. */
    synchronized void detached() {
        confirmations.clear();
        attached = false;
        live = false;
    }

    /** The number of the stream that is attached and for which what is owed waits in the database, if one is. */
    synchronized Optional<Long> behind() {
        return attached && !live ? Optional.of(stream) : Optional.empty();
    }

    synchronized boolean isLive() {
        return live;
    }

    /** What is committed from now on and does not leave at once is missed, as far as {@link #goLive} is concerned. */
    synchronized void aboutToRead() {
        missed = false;
    }

    /** Everything owed was read before {@link #aboutToRead} and has left; false: not so, more was owed since. */
    synchronized boolean goLive(long caughtUp) {
        if (!attached || caughtUp != stream || missed) {
            return false;
        }
        live = true;
        return true;
    }

    /** Whether that left on this stream, and may be confirmed yet. */
    synchronized boolean mayBeConfirmed(UUID key) {
        return confirmations.mayCome(key);
    }

    /** Asks the server, if it is time, whether it took what was written. */
    synchronized void ask() {
        if (attached) {
            confirmations.due(nanoTime.getAsLong()).ifPresent(door::test);
        }
    }

    /** Whether the stanza is a question of {@link #ask}, come back. */
    boolean isAnswer(Element stanza) {
        return confirmations.isOurs(stanza);
    }

    /** What the answer confirms. */
    synchronized List<UUID> cameBack(Element stanza) {
        List<UUID> confirmed = confirmations.cameBack(stanza.attributeValue("id"));
        ask();
        return confirmed;
    }
}
