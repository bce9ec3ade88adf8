package org.serverroster.config;

/**
 * When a peer counts as trusted. Immutable.
 *
 * @param requires the subscription that it takes
 * @param subdomains whether a domain without an item of its own takes the answer of its nearest parent that has one
 */
public record TrustConfig(TrustRequirement requires, boolean subdomains) {}
