package org.serverroster.testbed.faults;

/**
 * One item: what one local domain's roster knows of a peer. Immutable.
 *
 * @param local the roster's own domain
 * @param peer the domain that the item is about
 */
record ItemKey(String local, String peer) implements Comparable<ItemKey> {

    /** The item on the other side that this one is to mirror. */
    ItemKey opposite() {
        return new ItemKey(peer, local);
    }

    @Override
    public int compareTo(ItemKey other) {
        int byLocal = local.compareTo(other.local);
        return byLocal != 0 ? byLocal : peer.compareTo(other.peer);
    }

    @Override
    public String toString() {
        return "what " + local + " holds of " + peer;
    }
}
