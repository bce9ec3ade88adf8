package org.serverroster.roster;

import java.util.ArrayList;
import java.util.List;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/**
 * What an administrator's word ended, and what the peer was told of it and may not have heard: nobody answers it, so that
 * who said it does not learn that the peer's server lost it. It is harmless to who heard it. Immutable.
 *
 * @param peer with whom
 * @param kind what it was told: {@code unsubscribe} or {@code unsubscribed}
 */
public record Ending(PeerDomain peer, Kind kind) {

    /**
     * What ended with the event; nothing where the peer finds out by itself. Who believes to be subscribed to us still, or
     * asks still, hears from us what is so when it probes or asks again; who is blocked does not, and is told of the
     * subscription that it had. Of what we ended, it has nothing to ask.
     */
    public static List<Ending> of(RosterEvent event) {
        List<Ending> endings = new ArrayList<>();
        Action action = event.action();
        boolean removed = action == Action.REMOVE;
        SubscriptionState before = event.before();
        if ((removed || action == Action.UNSUBSCRIBE) && (before.to() || before.pendingOut())) {
            endings.add(new Ending(event.peer(), Kind.UNSUBSCRIBE));
        }
        // Who is removed may be blocked later.
        if ((removed || action == Action.BLOCK)
                && before.from()
                && !event.after().from()) {
            endings.add(new Ending(event.peer(), Kind.UNSUBSCRIBED));
        }
        return List.copyOf(endings);
    }

    /** Whether it is so yet, and to be said again. */
    public boolean holdsIn(RosterItem item) {
        return kind.isOwedIn(item.state()) && (kind == Kind.UNSUBSCRIBE || item.blocked());
    }
}
