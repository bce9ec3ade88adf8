package org.serverroster.rosterquery;

import java.util.Optional;
import org.serverroster.xmpp.PeerDomain;

/**
 * How far a follower has come. Who begins with {@code Gone} then gets {@code Items}, and at last what changed meanwhile.
 * Nobody begins with {@code Items}, not even with an empty version: what was pushed before may still be on its way.
 * Immutable.
 */
sealed interface Place {

    /** The version that a reader is given until it has the whole roster: with it, it would begin again. */
    String NO_VERSION = "0";

    /**
     * It has to forget what it may have of a peer that has no item any more.
     *
     * @param after has done so for the peers up to this one, by name
     * @param version of the roster when it began
     */
    record Gone(Optional<PeerDomain> after, long version) implements Place {}

    /**
     * It is given every item.
     *
     * @param after has those up to this one, by name
     * @param version of the roster when it began
     */
    record Items(Optional<PeerDomain> after, long version) implements Place {}

    /** It has the roster of that version, and needs what changed since. */
    record Changes(long version) implements Place {}
}
