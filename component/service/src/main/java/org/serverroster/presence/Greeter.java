package org.serverroster.presence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.serverroster.outbox.PeerGate;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * Greets the peers of one local domain when its stream is attached: "available presence to every From and Both, a probe
 * to every To and Both, and the unanswered subscribe of every pending-out item again". What is still
 * unanswered goes out again once a day besides: some servers lose a stanza for a component that is away without a word,
 * of which the outbox, that knows of our own server alone, knows nothing.
 *
 * <p>A large roster is more than the stream's queue holds, and answers must not wait behind it: the greeting goes on only
 * while the queue is short. All state is owned by the executor's one thread; the public methods are for any thread.
 */
final class Greeter {

    private static final long PAUSE_MILLIS = 5;

    private final Supplier<Roster> roster;
    private final PeerPresence presence;
    private final PeerStanzas stanzas;
    private final PeerGate gate;
    private final ScheduledExecutorService executor;
    private final Duration askAgainEvery;

    private final Deque<Greeting> ready = new ArrayDeque<>();
    private Iterator<PeerDomain> toGreet = List.<PeerDomain>of().iterator();
    private ScheduledFuture<?> askAgain;

    /**
     * A stanza that waits to leave, and the states in which it may: a request that was withdrawn or refused meanwhile
     * never does.
     */
    private record Greeting(PeerDomain peer, Predicate<SubscriptionState> whileIn, Packet stanza) {}

    /**
     * @param executor of one thread
     * @param askAgainEvery how often an unanswered request goes out again
     */
    Greeter(
            Supplier<Roster> roster,
            PeerPresence presence,
            PeerStanzas stanzas,
            PeerGate gate,
            ScheduledExecutorService executor,
            Duration askAgainEvery) {
        this.roster = roster;
        this.presence = presence;
        this.stanzas = stanzas;
        this.gate = gate;
        this.executor = executor;
        this.askAgainEvery = askAgainEvery;
    }

    /** The stream is attached. */
    void attached() {
        executor.execute(() -> {
            clear();
            toGreet = peers(roster.get().items());
            long millis = askAgainEvery.toMillis();
            askAgain = executor.scheduleWithFixedDelay(this::askAgain, millis, millis, TimeUnit.MILLISECONDS);
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
        if (askAgain != null) {
            askAgain.cancel(false);
            askAgain = null;
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
        return gate.offer(
                () -> roster.get()
                        .find(greeting.peer())
                        .filter(item -> greeting.whileIn().test(item.state()))
                        .isPresent(),
                List.of(greeting.stanza()));
    }

    private void prepare(RosterItem item) {
        PeerDomain peer = item.peer();
        if (item.state().from() && !presence.isSilenced(peer)) {
            ready.add(new Greeting(peer, SubscriptionState::from, stanzas.available(peer)));
        }
        if (item.state().to()) {
            ready.add(new Greeting(peer, SubscriptionState::to, stanzas.probe(peer)));
        }
        if (item.state().pendingOut()) {
            ask(peer);
        }
    }

    private void ask(PeerDomain peer) {
        ready.add(new Greeting(peer, SubscriptionState::pendingOut, stanzas.subscribe(peer)));
    }

    private void askAgain() {
        roster.get().items().stream().filter(item -> item.state().pendingOut()).forEach(item -> ask(item.peer()));
        greet();
    }

    private static Iterator<PeerDomain> peers(Collection<RosterItem> items) {
        return items.stream().map(RosterItem::peer).iterator();
    }
}
