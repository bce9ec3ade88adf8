package org.serverroster.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.outbox.PeerGate;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.roster.Ending;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * Greets the peers of one local domain when its stream is attached: "available presence to every From and Both, a probe
 * to every To and Both, and the unanswered subscribe of every pending-out item again". Some
 * servers lose a stanza for a component that is away without a word, of which the outbox, that knows of our own server
 * alone, knows nothing. So what was ended lately is said once more, too, and once a day all of it again but our presence,
 * which does not change.
 *
 * <p>A large roster is more than the stream's queue holds, and answers must not wait behind it: the greeting goes on only
 * while the queue is short. All state is owned by the executor's one thread; the public methods are for any thread.
 */
final class Greeter {

    private static final Logger LOG = LogManager.getLogger(Greeter.class);

    private static final long PAUSE_MILLIS = 5;

    private final Supplier<Roster> roster;
    private final PeerPresence presence;
    private final PeerStanzas stanzas;
    private final PeerGate gate;
    private final Supplier<CompletableFuture<List<Ending>>> endings;
    private final ScheduledExecutorService executor;
    private final Duration againEvery;

    private final Deque<Greeting> ready = new ArrayDeque<>();
    private Iterator<PeerDomain> toGreet = List.<PeerDomain>of().iterator();
    private ScheduledFuture<?> again;

    /** Of the stream: what was begun for an earlier one is not for this. */
    private int attachment;

    /**
     * A stanza that waits to leave, and the items for which it may: a request that was withdrawn or refused meanwhile
     * never does.
     */
    private record Greeting(PeerDomain peer, Predicate<RosterItem> whileIn, Packet stanza) {

        static Greeting in(PeerDomain peer, Predicate<SubscriptionState> whileIn, Packet stanza) {
            return new Greeting(peer, item -> whileIn.test(item.state()), stanza);
        }
    }

    /**
     * @param endings what administrators ended lately; ends in bounded time
     * @param executor of one thread
     * @param againEvery how often what may have been lost is said again
     */
    Greeter(
            Supplier<Roster> roster,
            PeerPresence presence,
            PeerStanzas stanzas,
            PeerGate gate,
            Supplier<CompletableFuture<List<Ending>>> endings,
            ScheduledExecutorService executor,
            Duration againEvery) {
        this.roster = roster;
        this.presence = presence;
        this.stanzas = stanzas;
        this.gate = gate;
        this.endings = endings;
        this.executor = executor;
        this.againEvery = againEvery;
    }

    /** The stream is attached. */
    void attached() {
        executor.execute(() -> {
            clear();
            toGreet = peers(roster.get().items());
            long millis = againEvery.toMillis();
            again = executor.scheduleWithFixedDelay(this::again, millis, millis, TimeUnit.MILLISECONDS);
            endAgain();
            greet();
        });
    }

    /** The stream ended. */
    void detached() {
        executor.execute(this::clear);
    }

    /** What every subscriber is sent before an orderly stop. */
    Stream<Packet> goodbyes() {
        return roster.get().items().stream()
                .filter(item -> item.state().from() && !presence.isSilenced(item.peer()))
                .map(item -> stanzas.unavailable(item.peer()));
    }

    private void clear() {
        ready.clear();
        toGreet = List.<PeerDomain>of().iterator();
        attachment++;
        if (again != null) {
            again.cancel(false);
            again = null;
        }
    }

    private void greet() {
        while (gate.isShort()) {
            if (ready.isEmpty()) {
                if (!toGreet.hasNext()) {
                    return;
                }
                // The item as it is now: it may have changed since the stream was attached.
                roster.get().find(toGreet.next()).ifPresent(this::prepare);
            } else if (offer(ready.remove()) == Offer.REFUSED) {
                clear();
                return;
            }
        }
        executor.schedule(this::greet, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Offer offer(Greeting greeting) {
        return gate.offer(() -> greeting.whileIn().test(item(greeting.peer())), List.of(greeting.stanza()));
    }

    private void prepare(RosterItem item) {
        PeerDomain peer = item.peer();
        if (item.state().from() && !presence.isSilenced(peer)) {
            ready.add(Greeting.in(peer, SubscriptionState::from, stanzas.available(peer)));
        }
        ask(item);
    }

    /** Asks what the peer has to answer: whether we are subscribed to it, or may be. */
    private void ask(RosterItem item) {
        PeerDomain peer = item.peer();
        if (item.state().to()) {
            ready.add(Greeting.in(peer, SubscriptionState::to, stanzas.probe(peer)));
        }
        if (item.state().pendingOut()) {
            ready.add(Greeting.in(peer, SubscriptionState::pendingOut, stanzas.subscribe(peer)));
        }
    }

    private void again() {
        roster.get().items().forEach(this::ask);
        endAgain();
        greet();
    }

    /** Says again what was ended lately, once it is read. */
    private void endAgain() {
        int forAttachment = attachment;
        endings.get()
                .thenAccept(ended -> executor.execute(() -> endAgain(ended, forAttachment)))
                .exceptionally(fault -> {
                    LOG.warn("what was ended lately is not said again today: {}", fault.getMessage());
                    return null;
                });
    }

    private void endAgain(List<Ending> ended, int forAttachment) {
        if (forAttachment == attachment) {
            ended.forEach(ending -> ready.add(new Greeting(ending.peer(), ending::holdsIn, stanzas.ending(ending))));
            greet();
        }
    }

    private RosterItem item(PeerDomain peer) {
        return roster.get().find(peer).orElseGet(() -> RosterItem.none(peer, Instant.EPOCH));
    }

    private static Iterator<PeerDomain> peers(Collection<RosterItem> items) {
        return items.stream().map(RosterItem::peer).iterator();
    }
}
