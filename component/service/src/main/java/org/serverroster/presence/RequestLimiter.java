package org.serverroster.presence;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionType;
import org.serverroster.xmpp.PeerDomain;

/**
 * How many requests a component takes in a minute, of one peer and of all. Each has a bucket that holds a minute's worth
 * and fills evenly. Owned by the stream's reader thread.
 */
final class RequestLimiter {

    /** Peers remembered; who is forgotten begins with a full bucket, and the limit over all still holds. */
    private static final int PEERS = 10_000;

    private static final class Bucket {
        private double tokens;
        private long filled;

        Bucket(int perMinute, long now) {
            tokens = perMinute;
            filled = now;
        }

        void fill(int perMinute, long now) {
            tokens = Math.min(perMinute, tokens + Math.max(0, now - filled) * perMinute / 60_000.0);
            filled = now;
        }
    }

    /** One peer's bucket, and what it answered since its item last changed or its last request was taken. */
    private static final class Peer {
        private final Bucket bucket;
        private final Set<SubscriptionType> answered = EnumSet.noneOf(SubscriptionType.class);
        private Optional<RosterItem> item = Optional.empty();

        Peer(Bucket bucket) {
            this.bucket = bucket;
        }

        /** Whether this may change something: the same answer twice, with nothing in between, can not. */
        boolean isNews(SubscriptionType answer, Optional<RosterItem> now) {
            if (!now.equals(item)) {
                item = now;
                answered.clear();
            }
            return answered.add(answer);
        }
    }

    private final int perMinute;
    private final int perMinuteAndPeer;
    private final InstantSource clock;
    private final Bucket all;
    private final Map<PeerDomain, Peer> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerDomain, Peer> eldest) {
            boolean tooMany = size() > PEERS;
            if (tooMany) {
                forgotten.incrementAndGet();
            }
            remembered.set(Math.min(PEERS, size()));
            return tooMany;
        }
    };

    // For whoever counts, on other threads.
    private final AtomicInteger remembered = new AtomicInteger();
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param perMinute of all peers together; 0: no limit
     * @param perMinuteAndPeer of one peer; 0: no limit
     */
    RequestLimiter(int perMinute, int perMinuteAndPeer, InstantSource clock) {
        this.perMinute = perMinute;
        this.perMinuteAndPeer = perMinuteAndPeer;
        this.clock = clock;
        this.all = new Bucket(perMinute, clock.millis());
    }

    /** Whether a {@code subscribe} of {@code peer} is within its limit and the common one; counts it if so. */
    boolean admitsRequest(PeerDomain peer) {
        long now = clock.millis();
        all.fill(perMinute, now);
        // Where a peer may ask as often as it likes, nothing begins to be remembered of it because it asks.
        Peer own = perMinuteAndPeer == 0 ? peers.get(peer) : own(peer, now);
        boolean admitted = (perMinute == 0 || all.tokens >= 1) && (perMinuteAndPeer == 0 || own.bucket.tokens >= 1);
        if (admitted) {
            all.tokens -= 1;
            if (own != null) {
                own.bucket.tokens -= 1;
                // Whoever may ask may take it back, which can come before the request is in the roster.
                own.answered.clear();
            }
        } else {
            refused.incrementAndGet();
        }
        used.set(perMinute == 0 ? 0 : perMinute - (int) all.tokens);
        return admitted;
    }

    /** The peers that are remembered. Any thread. */
    Bounded remembered() {
        return new Bounded("limited-peers", PEERS, remembered::get, forgotten::get);
    }

    /** What was used up of a minute's requests when the last came, and how many were over a limit. Any thread. */
    Bounded admitted() {
        return new Bounded("requests-a-minute", perMinute, used::get, refused::get);
    }

    /**
     * Whether one of the other three is taken; counts it. They can begin nothing, and nobody sends one twice: a lost one
     * would leave the two rosters different. So one that may change something always is, whatever came before it, and
     * only repetitions are held to the peer's limit.
     *
     * @param item the peer's, as it stands
     */
    boolean admitsAnswer(PeerDomain peer, SubscriptionType answer, Optional<RosterItem> item) {
        Peer own = own(peer, clock.millis());
        boolean within = perMinuteAndPeer == 0 || own.bucket.tokens >= 1;
        boolean news = own.isNews(answer, item);
        if (within) {
            own.bucket.tokens -= 1;
        }
        return news || within;
    }

    private Peer own(PeerDomain peer, long now) {
        Peer own = peers.computeIfAbsent(peer, p -> new Peer(new Bucket(perMinuteAndPeer, now)));
        own.bucket.fill(perMinuteAndPeer, now);
        return own;
    }
}
