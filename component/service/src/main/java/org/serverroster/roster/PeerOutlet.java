package org.serverroster.roster;

import java.util.List;

/** Where the stanzas for peers go once their decisions are committed. Called by the outgoing thread; must not wait. */
@FunctionalInterface
public interface PeerOutlet {

    /**
     * The decisions are committed and the snapshot with them is published.
     *
     * @param decisions in order
     * @param owed which of their stanzas the outbox keeps until the server is known to have taken them, in order
     */
    void committed(List<Decision> decisions, List<OwedStanza> owed);
}
