package org.serverroster.presence;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final int perMinute;
    private final int perMinuteAndPeer;
    private final InstantSource clock;
    private final Bucket all;
    private final Map<PeerDomain, Bucket> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerDomain, Bucket> eldest) {
            return size() > PEERS;
        }
    };

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
        Bucket own = own(peer, now);
        boolean admitted = (perMinute == 0 || all.tokens >= 1) && (perMinuteAndPeer == 0 || own.tokens >= 1);
        if (admitted) {
            all.tokens -= 1;
            own.tokens -= 1;
        }
        return admitted;
    }

    /**
     * Whether one of the other three is within the peer's limit. They can begin nothing, and losing one to a flood of
     * strangers would leave the two rosters different: the common limit is not for them.
     */
    boolean admitsAnswer(PeerDomain peer) {
        Bucket own = own(peer, clock.millis());
        boolean admitted = perMinuteAndPeer == 0 || own.tokens >= 1;
        if (admitted) {
            own.tokens -= 1;
        }
        return admitted;
    }

    private Bucket own(PeerDomain peer, long now) {
        Bucket own = peers.computeIfAbsent(peer, p -> new Bucket(perMinuteAndPeer, now));
        own.fill(perMinuteAndPeer, now);
        return own;
    }
}
