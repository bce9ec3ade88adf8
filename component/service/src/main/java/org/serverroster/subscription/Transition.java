package org.serverroster.subscription;

import java.util.Optional;

/**
 * One cell of the state tables.
 *
 * @param routed outbound, whether the stanza goes to the peer; inbound, whether it is told to the administrators
 * @param reply what is answered without asking anybody
 * @param next the state afterwards
 */
public record Transition(boolean routed, Optional<SubscriptionType> reply, SubscriptionState next) {}
