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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * Greets the peers of one local domain when its stream is attached: "available presence to every From and Both, a probe
 * to every To and Both, and the unanswered subscribe of every pending-out item again". What is still
 * unanswered goes out again once a day besides: some servers lose a stanza for a component that is away without a word.
 *
 * <p>A large roster is more than the stream's queue holds, and answers must not wait behind it: the greeting goes on only
 * while the queue is short. All state is owned by the executor's one thread; the public methods are for any thread.
 */
final class Greeter {

    private static final long PAUSE_MILLIS = 5;

    private final Supplier<Roster> roster;
    private final PeerPresence presence;
    private final PeerStanzas stanzas;
    private final Outlet outlet;
    private final ScheduledExecutorService executor;
    private final Duration askAgainEvery;

    private final Deque<Packet> ready = new ArrayDeque<>();
    private Iterator<PeerDomain> toGreet = List.<PeerDomain>of().iterator();
    private ScheduledFuture<?> askAgain;

    /** Where a greeting goes. */
    interface Outlet {
        /** Lets a stanza out, or tells that the stream can not take it. */
        boolean offer(Packet stanza);

        /** Whether so little waits to be written that more may be added. */
        boolean isShort();
    }

    /**
     * @param executor of one thread
     * @param askAgainEvery how often an unanswered request goes out again
     */
    Greeter(
            Supplier<Roster> roster,
            PeerPresence presence,
            PeerStanzas stanzas,
            Outlet outlet,
            ScheduledExecutorService executor,
            Duration askAgainEvery) {
        this.roster = roster;
        this.presence = presence;
        this.stanzas = stanzas;
        this.outlet = outlet;
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
        while (outlet.isShort()) {
            if (ready.isEmpty()) {
                if (!toGreet.hasNext()) {
                    return;
                }
                // The item as it is now: it may have changed since the stream was attached.
                roster.get().find(toGreet.next()).ifPresent(this::prepare);
            } else if (!outlet.offer(ready.remove())) {
                clear();
                return;
            }
        }
        executor.schedule(this::greet, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void prepare(RosterItem item) {
        SubscriptionState state = item.state();
        if (state.from() && !presence.isSilenced(item.peer())) {
            ready.add(stanzas.available(item.peer()));
        }
        if (state.to()) {
            ready.add(stanzas.probe(item.peer()));
        }
        if (state.pendingOut()) {
            ready.add(stanzas.subscribe(item.peer()));
        }
    }

    private void askAgain() {
        roster.get().items().stream()
                .filter(item -> item.state().pendingOut())
                .forEach(item -> ready.add(stanzas.subscribe(item.peer())));
        greet();
    }

    private static Iterator<PeerDomain> peers(Collection<RosterItem> items) {
        return items.stream().map(RosterItem::peer).iterator();
    }
}
