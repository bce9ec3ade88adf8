package org.serverroster.roster;

import java.util.UUID;
import org.serverroster.xmpp.PeerDomain;

/**
 * A subscription stanza that a committed change owes its peer. Immutable.
 *
 * @param key names it
 * @param peer whom it is for
 * @param stanza what it says
 * @param presence whether our presence goes with it: available after {@code subscribed}, unavailable before
 *     {@code unsubscribed}
 */
public record OwedStanza(UUID key, PeerDomain peer, PeerStanza stanza, boolean presence) {}
