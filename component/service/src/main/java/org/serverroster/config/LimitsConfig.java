package org.serverroster.config;

/**
 * Bounds on what peers can make this program do. Everywhere 0 is no limit. Immutable.
 *
 * @param maxPending requests of peers that wait for an admin, in each local domain
 * @param requestsPerMinute requests answered in a minute, of all peers of a component together
 * @param peerRequestsPerMinute requests answered in a minute, of one peer
 * @param stanzaBytes bytes of one stanza as it stands on the wire; 0, or at least 10000 (RFC 6120 section 13.12)
 */
public record LimitsConfig(int maxPending, int requestsPerMinute, int peerRequestsPerMinute, int stanzaBytes) {}
