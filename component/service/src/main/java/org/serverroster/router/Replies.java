package org.serverroster.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.xmpp.packet.IQ;

/**
 * The IQ requests of one local domain that wait for a reply, bounded in number and in time. "Replies are matched on id
 * <em>and</em> sender": who guesses an id can not answer for another. Each callback is called exactly once, on the
 * stream's reader thread with the reply or on the thread of {@link #expire} without one, and must not wait. Any thread.
 */
public final class Replies implements StanzaHandler<IQ> {

    private static final Logger LOG = LogManager.getLogger(Replies.class);

    private record Key(String id, Jid from) {}

    private record Waiting(long deadline, Consumer<Optional<IQ>> then) {}

    private final int capacity;
    private final LongSupplier nanoTime;
    private final Map<Key, Waiting> waiting = new HashMap<>();
    private final AtomicLong turnedAway = new AtomicLong();

    /**
     * @param capacity how many replies are waited for at most
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    public Replies(int capacity, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    /**
     * Waits for the result or the error that answers a request; to be called before the request leaves.
     *
     * @param id of the request; long and random, for some servers route replies by it alone
     * @param from whom the request is for, as it names them
     * @param patience how long the reply may take
     * @param then told of the reply, or of nothing when it did not come in time
     * @return false: as many are waited for as may be, or for this one already; the callback is not called
     */
    public boolean awaits(String id, Jid from, Duration patience, Consumer<Optional<IQ>> then) {
        Waiting entry = new Waiting(nanoTime.getAsLong() + patience.toNanos(), then);
        synchronized (waiting) {
            if (waiting.size() < capacity) {
                return waiting.putIfAbsent(new Key(id, from), entry) == null;
            }
        }
        turnedAway.incrementAndGet();
        return false;
    }

    /** How many are waited for. */
    public Bounded bound() {
        return new Bounded("replies", capacity, this::size, turnedAway::get);
    }

    private int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** No longer waits: the callback is not called, unless it is being called already. */
    public void forget(String id, Jid from) {
        synchronized (waiting) {
            waiting.remove(new Key(id, from));
        }
    }

    /** Gives up what is overdue. To be called about every second, by one thread. */
    public void expire() {
        long now = nanoTime.getAsLong();
        List<Waiting> overdue = new ArrayList<>();
        synchronized (waiting) {
            for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); ) {
                Waiting entry = all.next();
                if (entry.deadline - now <= 0) {
                    overdue.add(entry);
                    all.remove();
                }
            }
        }
        overdue.forEach(entry -> tell(entry, Optional.empty()));
    }

    /** A result or an error: told to who waits for it, else dropped. */
    @Override
    public Outcome handle(Inbound<IQ> reply, Roster roster) {
        Waiting entry;
        synchronized (waiting) {
            entry = waiting.remove(new Key(reply.stanza().getID(), reply.from()));
        }
        if (entry != null) {
            tell(entry, Optional.of(reply.stanza()));
        }
        return Outcome.nothing();
    }

    /** Whoever fails to take a reply hinders nobody else. */
    private static void tell(Waiting entry, Optional<IQ> reply) {
        try {
            entry.then.accept(reply);
        } catch (RuntimeException e) {
            LOG.error("a fault of ours kept a reply from being taken", e);
        }
    }
}
