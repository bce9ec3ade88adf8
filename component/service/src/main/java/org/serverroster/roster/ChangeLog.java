package org.serverroster.roster;

import java.util.List;
import java.util.Optional;
import org.serverroster.xmpp.PeerDomain;

/**
 * Which items of a roster changed, and when in the order of its versions. Every method may wait for the database, and
 * throws a {@link RosterStoreException} where that does not answer.
 */
public interface ChangeLog {

    /**
     * A version, and the peer whose item made it. Where that change was not worth an event, it is a peer that did not
     * change.
     */
    record Change(long version, PeerDomain peer) {}

    /**
     * The changes after one version, up to and with another, oldest first.
     *
     * @param max how many at most
     */
    List<Change> between(long after, long upTo, int max);

    /**
     * The peers that an administrator or a rule ever let into the roster, by name, whether they have an item still or not.
     * Who only asked is none of them.
     *
     * @param after by name; empty: from the first
     * @param max how many at most
     */
    List<PeerDomain> everLetIn(Optional<PeerDomain> after, int max);
}
