package org.serverroster.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.Bounded;
import org.serverroster.router.Replies;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * The looks that one local domain takes at peers: at most so many at once, at most so many waiting, each of them bounded in
 * time; and what they found, for as many peers as are kept. It is not stored: it is of use while somebody decides, and can be
 * found again.
 *
 * <p>Any thread; its lock is held for moments only, and not while anybody is told.
 */
public final class Looks {

    private static final Logger LOG = LogManager.getLogger(Looks.class);

    static final int AT_ONCE = 8;
    static final int WAITING = 256;

    /** Those that administrators wait for come on top: it takes many of them at once to fill this. */
    static final int WAITING_NEXT = 1_000;

    static final int KEPT = 1_000;

    /** So soon nothing has changed: who asks again and again does not make us ask as often. */
    static final Duration FRESH = Duration.ofMinutes(1);

    private record Seen(Evidence evidence, long at) {}

    private final LocalDomain local;
    private final Asker asker;
    private final Function<PeerDomain, CompletableFuture<Optional<Instant>>> firstEvent;
    private final LongSupplier nanoTime;

    private final Map<PeerDomain, CompletableFuture<Evidence>> begun = new HashMap<>();
    private final Deque<PeerDomain> waiting = new ArrayDeque<>();
    private int running;
    private long turnedAway;
    private final Map<PeerDomain, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerDomain, Seen> eldest) {
            return size() > KEPT;
        }
    };

    Looks(
            LocalDomain local,
            Asker asker,
            Function<PeerDomain, CompletableFuture<Optional<Instant>>> firstEvent,
            LongSupplier nanoTime) {
        this.local = local;
        this.asker = asker;
        this.firstEvent = firstEvent;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks over the component's stream.
     *
     * @param outlet lets a stanza out, or tells that the stream can not take it
     * @param firstEvent when a peer was first heard of; ends in bounded time
     */
    public static Looks of(
            LocalDomain local,
            Replies replies,
            Predicate<Packet> outlet,
            Function<PeerDomain, CompletableFuture<Optional<Instant>>> firstEvent) {
        return new Looks(local, new Questions(local, replies, outlet), firstEvent, System::nanoTime);
    }

    /** How many looks wait, are under way, and are kept. */
    public List<Bounded> bounds() {
        return List.of(
                new Bounded("looks", AT_ONCE + WAITING + WAITING_NEXT, this::underWay, this::turnedAway),
                new Bounded("evidence", KEPT, this::kept, () -> 0));
    }

    private synchronized int underWay() {
        return begun.size();
    }

    private synchronized long turnedAway() {
        return turnedAway;
    }

    private synchronized int kept() {
        return seen.size();
    }

    /** What the last look at the peer found, if it is still kept. */
    public synchronized Optional<Evidence> seen(PeerDomain peer) {
        return Optional.ofNullable(seen.get(peer)).map(Seen::evidence);
    }

    /**
     * Looks at the peer, unless that was done a moment ago.
     *
     * @param patience how long to wait for it; the look itself goes on
     * @return within that time what was found, or {@link Evidence#NONE}; never ends in an exception
     */
    public CompletableFuture<Evidence> look(PeerDomain peer, Duration patience) {
        return look(peer, patience, false);
    }

    /** The same for somebody whose word it is, and who waits: however many strangers ask, this look is the next. */
    public CompletableFuture<Evidence> lookNext(PeerDomain peer, Duration patience) {
        return look(peer, patience, true);
    }

    private CompletableFuture<Evidence> look(PeerDomain peer, Duration patience, boolean next) {
        CompletableFuture<Evidence> look;
        synchronized (this) {
            Seen last = seen.get(peer);
            if (last != null && nanoTime.getAsLong() - last.at < FRESH.toNanos()) {
                return CompletableFuture.completedFuture(last.evidence);
            }
            look = begun.get(peer);
            if (look == null) {
                if (waiting.size() >= (next ? WAITING + WAITING_NEXT : WAITING)) {
                    turnedAway++;
                    return CompletableFuture.completedFuture(Evidence.NONE);
                }
                look = new CompletableFuture<>();
                begun.put(peer, look);
                waiting.addLast(peer);
            }
            if (next && waiting.remove(peer)) {
                waiting.addFirst(peer);
            }
        }
        beginNext();
        return look.copy().completeOnTimeout(Evidence.NONE, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beginNext() {
        PeerDomain next;
        synchronized (this) {
            if (running >= AT_ONCE || waiting.isEmpty()) {
                return;
            }
            running++;
            next = waiting.remove();
        }
        begin(next).thenAccept(evidence -> end(next, evidence));
    }

    /** Whatever goes wrong, a look ends: else its place would be taken for ever. */
    private CompletableFuture<Evidence> begin(PeerDomain peer) {
        try {
            return new Look(local, peer, asker).begin(firstEvent.apply(peer));
        } catch (RuntimeException e) {
            LOG.error("a fault of ours kept us from looking at {}", peer, e);
            return CompletableFuture.completedFuture(Evidence.NONE);
        }
    }

    private void end(PeerDomain peer, Evidence evidence) {
        CompletableFuture<Evidence> look;
        synchronized (this) {
            running--;
            seen.put(peer, new Seen(evidence, nanoTime.getAsLong()));
            look = begun.remove(peer);
        }
        look.complete(evidence);
        beginNext();
    }
}
