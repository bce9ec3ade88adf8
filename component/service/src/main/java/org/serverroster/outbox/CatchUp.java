package org.serverroster.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.roster.Outbox;

/**
 * Sends what is owed and left in the database to one stream, from the oldest on, in order, while little waits to be
 * written. Owned by the outbox's thread.
 */
final class CatchUp {

    /** How a step ended. */
    enum Step {
        /** Nothing is left: the gate is live. */
        DONE,
        /** The stream takes no more now. */
        LATER,
        /** The stream is another, or none. */
        OVER
    }

    private static final int PAGE = 100;

    /** What a stream refuses so often, with nothing in its way, is left for another time: others wait behind it. */
    private static final int REFUSALS = 100;

    private final Outbox outbox;
    private final PeerGate gate;
    private final Courier courier;
    private final long stream;
    private final Deque<Outbox.Row> page = new ArrayDeque<>();
    private long settledUpTo;
    private int sent;
    private int refusals;

    /** @param stream to which it sends */
    CatchUp(Outbox outbox, PeerGate gate, Courier courier, long stream) {
        this.outbox = outbox;
        this.gate = gate;
        this.courier = courier;
        this.stream = stream;
    }

    long stream() {
        return stream;
    }

    /** How many stanzas it has sent. */
    int sent() {
        return sent;
    }

    /**
     * Sends what the stream takes now; waits for the database.
     *
     * @throws org.serverroster.roster.RosterStoreException if the database is away; the next step goes on there
     */
    Step step() {
        while (gate.behind().filter(now -> now == stream).isPresent()) {
            if (!gate.isShort()) {
                return Step.LATER;
            }
            if (!page.isEmpty()) {
                if (!sendNext()) {
                    return Step.LATER;
                }
                continue;
            }
            gate.aboutToRead();
            page.addAll(outbox.take(settledUpTo, PAGE));
            if (page.isEmpty() && gate.goLive(stream)) {
                return Step.DONE;
            }
        }
        return Step.OVER;
    }

    /** False: the stream does not take it now. */
    private boolean sendNext() {
        Outbox.Row row = page.element();
        Offer offer = courier.carry(row.owed());
        refusals = offer == Offer.REFUSED ? refusals + 1 : 0;
        if (offer == Offer.REFUSED && refusals < REFUSALS) {
            return false;
        }
        sent += offer == Offer.SENT ? 1 : 0;
        refusals = 0;
        settledUpTo = row.id();
        page.remove();
        return true;
    }
}
