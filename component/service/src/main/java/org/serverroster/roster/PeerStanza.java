package org.serverroster.roster;

/**
 * A presence that a decision sends to the peer. Immutable.
 *
 * @param kind its type
 * @param reason the administrator's words for the peer, or empty
 */
public record PeerStanza(Kind kind, String reason) {

    /** The types of presence that a decision can send. */
    public enum Kind {
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        /** Our current presence. */
        AVAILABLE,
        UNAVAILABLE
    }
}
