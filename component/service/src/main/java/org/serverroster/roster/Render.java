package org.serverroster.roster;

import java.util.Collection;
import java.util.List;
import org.xmpp.packet.Packet;

/** What is to be said of a change of the roster, but to the peer. Called by the outgoing thread, in the order of the versions. */
@FunctionalInterface
public interface Render {

    /**
     * The stanzas of a decision that this instance committed: to the administrators and to who follows the roster.
     *
     * @param version of the roster with this decision, and none after it
     */
    List<Packet> committed(Decision decision, long version);

    /**
     * The stanzas, to who follows the roster here, of what another instance committed; that instance sends the others.
     *
     * @param changed the items that may have changed; of a peer that has none any more, {@link RosterItem#none}
     * @param after the roster with all of it
     */
    default List<Packet> caughtUp(Collection<RosterItem> changed, Roster after) {
        return List.of();
    }
}
