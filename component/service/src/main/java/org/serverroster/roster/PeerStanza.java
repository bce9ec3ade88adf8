package org.serverroster.roster;

import java.util.List;
import java.util.Locale;
import org.serverroster.subscription.SubscriptionState;

/**
 * A presence that a decision sends to the peer. Immutable.
 *
 * @param kind its type
 * @param reason the administrator's words for the peer cut to 1,000 characters, or empty
 */
public record PeerStanza(Kind kind, String reason) {

    public PeerStanza {
        reason = StoredText.reason(reason);
    }

    /** The types of presence that a decision can send. */
    public enum Kind {
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        /** Our current presence. */
        AVAILABLE,
        UNAVAILABLE;

        /** Those that can be owed. */
        static final List<Kind> OWED = List.of(SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED);

        /**
         * Whether an item in that state owes its peer a stanza of this kind that was sent for it: whether the stanza still
         * says what holds. What a later change has overtaken does not: a request that was taken back or refused, or a
         * refusal after which the peer asked anew and is to be answered anew. Presence is never owed, for it follows from
         * the state.
         */
        public boolean isOwedIn(SubscriptionState state) {
            return switch (this) {
                case SUBSCRIBE -> state.pendingOut();
                case SUBSCRIBED -> state.from();
                case UNSUBSCRIBE -> !state.to() && !state.pendingOut();
                case UNSUBSCRIBED -> !state.from() && !state.pendingIn();
                case AVAILABLE, UNAVAILABLE -> false;
            };
        }

        /** The name, as the outbox keeps it. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
