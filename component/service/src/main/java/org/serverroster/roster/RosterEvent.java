package org.serverroster.roster;

import java.time.Instant;
import java.util.Locale;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/**
 * One line of the append-only log: who did what to an item, and what came of it. Immutable.
 *
 * @param at when, to the microsecond
 * @param actor who
 * @param peer about whom
 * @param action what
 * @param before the state before
 * @param after the state after
 * @param reason why, in the actor's words cut to 1,000 characters, or empty
 */
public record RosterEvent(
        Instant at,
        Actor actor,
        PeerDomain peer,
        Action action,
        SubscriptionState before,
        SubscriptionState after,
        String reason) {

    public RosterEvent {
        reason = StoredText.reason(reason);
    }

    /** What was done. The first group by an administrator or a rule, the second by the peer. */
    public enum Action {
        SUBSCRIBE,
        APPROVE,
        DENY,
        UNSUBSCRIBE,
        BLOCK,
        UNBLOCK,
        EDIT,
        REMOVE,

        REQUESTED,
        WITHDRAWN,
        LEFT,
        APPROVED,
        REFUSED,
        REVOKED,
        FAILED;

        /** The name, as the event log keeps it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
