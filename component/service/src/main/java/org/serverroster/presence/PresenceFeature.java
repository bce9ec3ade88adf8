package org.serverroster.presence;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.outbox.PeerGate;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Ending;
import org.serverroster.roster.Roster;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Replies;
import org.serverroster.router.Router;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/** Presence and subscriptions of one local domain: the parts of this package, put together. */
public final class PresenceFeature {

    private static final Duration AGAIN_EVERY = Duration.ofDays(1);

    private final PeerPresence presence;
    private final SubscriptionHandler subscriptions;
    private final PresenceHandler availability;
    private final Greeter greeter;

    /**
     * @param presence what is heard of the peers
     * @param stanzas what the peers are sent
     * @param roster the newest snapshot
     * @param gate where a greeting leaves
     * @param replies waits for the peers' answers
     * @param endings what administrators ended lately; ends in bounded time
     * @param told is told who sent directed presence, and whether it is available; on the stream's reader thread
     * @param executor of one thread, for the greeting of many peers
     */
    public PresenceFeature(
            LocalDomain domain,
            ComponentConfig config,
            LimitsConfig limits,
            SubscriptionRules rules,
            PeerPresence presence,
            PeerStanzas stanzas,
            Supplier<Roster> roster,
            PeerGate gate,
            Replies replies,
            Supplier<CompletableFuture<List<Ending>>> endings,
            BiConsumer<Jid, Boolean> told,
            ScheduledExecutorService executor) {
        this.presence = presence;
        this.subscriptions = new SubscriptionHandler(rules, config.approval(), limiter(limits));
        this.availability = new PresenceHandler(
                rules, presence, stanzas, told, config::mayRead, limiter(limits), new Reach(domain, replies, gate));
        this.greeter = new Greeter(roster, presence, stanzas, gate, endings, executor, AGAIN_EVERY);
    }

    private static RequestLimiter limiter(LimitsConfig limits) {
        return new RequestLimiter(limits.requestsPerMinute(), limits.peerRequestsPerMinute(), InstantSource.system());
    }

    /** Adds what this answers. */
    public void register(Router.Builder router) {
        subscriptions.register(router);
        availability.register(router);
    }

    /** What bounds this. */
    public List<Bounded> bounds(IntSupplier pending) {
        return subscriptions.bounds(pending);
    }

    /** Something came from the peer: it is there. */
    public void heard(PeerDomain peer) {
        presence.hear(peer);
    }

    /** The stream is attached. Any thread. */
    public void attached() {
        greeter.attached();
    }

    /** The stream ended. Any thread. */
    public void detached() {
        presence.forgetAll();
        greeter.detached();
    }

    /** What is sent before the stream closes in order. */
    public Stream<Packet> goodbyes() {
        return greeter.goodbyes();
    }
}
