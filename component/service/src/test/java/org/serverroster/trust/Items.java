package org.serverroster.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/** Roster items for tests, as the database would give them back. */
final class Items {

    static final Instant FROM_SINCE = Instant.parse("2026-11-20T12:00:00.654321Z");
    static final Instant TO_SINCE = Instant.parse("2026-11-19T08:30:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-18T00:00:00Z");

    private Items() {}

    static RosterItem item(String peer, SubscriptionState state) {
        return item(peer, state, false);
    }

    static RosterItem item(String peer, SubscriptionState state, boolean blocked) {
        return new RosterItem(
                PeerDomain.parse(peer),
                state,
                false,
                blocked,
                "a name",
                List.of(),
                "",
                state.pendingIn() ? Optional.of(new RosterItem.Request(BEFORE, "")) : Optional.empty(),
                state.pendingOut() ? Optional.of(new RosterItem.Asked(BEFORE, Optional.empty())) : Optional.empty(),
                state.from() ? Optional.of(FROM_SINCE) : Optional.empty(),
                state.to() ? Optional.of(TO_SINCE) : Optional.empty(),
                BEFORE);
    }
}
