package org.serverroster.client.smack;

import org.serverroster.client.Subscription;

/**
 * What a local copy can judge by: the service's {@code trust.requires}, as far as the roster shows it. {@code to} and
 * {@code any} are not here, for a peer may be blocked and still To, and the roster does not tell who is blocked; a
 * blocked peer is never From or Both.
 */
public enum TrustRequirement {
    /** The service's administrators approved the peer: From or Both. The service's default. */
    FROM,
    /** Each approved the other: Both. */
    BOTH;

    boolean isMetBy(Subscription subscription) {
        return subscription == Subscription.BOTH || this == FROM && subscription == Subscription.FROM;
    }
}
