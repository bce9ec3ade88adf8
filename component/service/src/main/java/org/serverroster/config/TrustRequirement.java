package org.serverroster.config;

/** The subscription that makes a peer trusted. */
public enum TrustRequirement {
    /** Our admins approved the peer: From or Both. */
    FROM,
    /** Each approved the other: Both. */
    BOTH,
    /** The peer's admins approved us: To or Both. */
    TO,
    /** To, From or Both. */
    ANY
}
