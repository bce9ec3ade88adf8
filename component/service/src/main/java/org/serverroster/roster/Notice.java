package org.serverroster.roster;

import org.serverroster.xmpp.PeerDomain;

/**
 * What every administrator of the local domain is told, once. Immutable.
 *
 * @param kind what happened
 * @param peer who did it
 * @param reason why, in the peer's or its server's words, or empty
 */
public record Notice(Kind kind, PeerDomain peer, String reason) {

    /** What happened. */
    public enum Kind {
        /** The peer asks to subscribe, and an administrator has to decide. */
        REQUESTED,
        /** The peer took its request back before anybody decided. */
        WITHDRAWN,
        /** The peer, subscribed until now, ended its subscription. */
        LEFT,
        /** The peer approved our request. */
        APPROVED,
        /** The peer refused our request. */
        REFUSED,
        /** The peer ended the subscription that we had to it. */
        REVOKED,
        /** Our request came back as an error; it stands, and goes out again. */
        FAILED
    }
}
