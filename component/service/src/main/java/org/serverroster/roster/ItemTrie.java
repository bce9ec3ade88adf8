package org.serverroster.roster;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.serverroster.xmpp.PeerDomain;

/**
 * Items by peer: a tree of nodes with up to 32 branches, five bits of the name's hash a level, most significant first. A
 * changed one shares all but a few nodes with the one before. A million items are four levels, where an ordered tree has
 * twenty.
 *
 * <p>Names that were made to have the same hash lie in one array, which is searched from end to end: what strangers can
 * add to a roster is bounded.
 *
 * <p>Immutable; any thread.
 */
final class ItemTrie {

    /** Holds nothing. */
    static final ItemTrie EMPTY = new ItemTrie(null);

    private static final int BITS = 5;

    /**
     * Where hashes part.
     *
     * @param present a bit for each branch that is there
     * @param branches those, in order: nodes, items, and arrays of items with one hash
     */
    private record Node(int present, Object[] branches) {

        /** Where the branch is, or would be, whose bit this is. */
        int index(int bit) {
            return Integer.bitCount(present & bit - 1);
        }

        boolean has(int bit) {
            return (present & bit) != 0;
        }

        Node with(int bit, Object branch) {
            int index = index(bit);
            if (has(bit)) {
                Object[] changed = branches.clone();
                changed[index] = branch;
                return new Node(present, changed);
            }
            Object[] more = Arrays.copyOf(branches, branches.length + 1);
            System.arraycopy(branches, index, more, index + 1, branches.length - index);
            more[index] = branch;
            return new Node(present | bit, more);
        }

        /** A branch that is all alone needs no node, unless it is one. */
        Object without(int bit) {
            int index = index(bit);
            if (branches.length == 2 && !(branches[1 - index] instanceof Node)) {
                return branches[1 - index];
            }
            Object[] fewer = Arrays.copyOf(branches, branches.length - 1);
            System.arraycopy(branches, index + 1, fewer, index, fewer.length - index);
            return fewer.length == 0 ? null : new Node(present & ~bit, fewer);
        }
    }

    private final Object root;

    private ItemTrie(Object root) {
        this.root = root;
    }

    /** One that holds these, each about another peer. */
    static ItemTrie of(Collection<RosterItem> items) {
        RosterItem[] all = items.toArray(RosterItem[]::new);
        long[] order = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            order[i] = (long) (hash(all[i].peer()) ^ Integer.MIN_VALUE) << Integer.SIZE | i;
        }
        Arrays.sort(order);
        RosterItem[] sorted = new RosterItem[all.length];
        for (int i = 0; i < all.length; i++) {
            sorted[i] = all[(int) order[i]];
        }
        return new ItemTrie(build(sorted, 0, sorted.length, 0));
    }

    Optional<RosterItem> find(PeerDomain peer) {
        int rest = hash(peer);
        Object branch = root;
        while (branch instanceof Node node) {
            int bit = bit(rest);
            if (!node.has(bit)) {
                return Optional.empty();
            }
            branch = node.branches[node.index(bit)];
            rest <<= BITS;
        }
        if (branch instanceof RosterItem item) {
            return item.peer().equals(peer) ? Optional.of(item) : Optional.empty();
        }
        return branch == null ? Optional.empty() : find((RosterItem[]) branch, peer);
    }

    private static Optional<RosterItem> find(RosterItem[] sameHash, PeerDomain peer) {
        return Arrays.stream(sameHash).filter(item -> item.peer().equals(peer)).findFirst();
    }

    /** With {@code item} in the place of what it held about that peer. */
    ItemTrie with(RosterItem item) {
        return new ItemTrie(put(root, 0, item));
    }

    /** With nothing about that peer. */
    ItemTrie without(PeerDomain peer) {
        return find(peer).isEmpty() ? this : new ItemTrie(remove(root, hash(peer), peer));
    }

    private static Object put(Object branch, int depth, RosterItem item) {
        if (branch == null) {
            return item;
        }
        if (branch instanceof Node node) {
            int bit = bit(hash(item.peer()), depth);
            Object before = node.has(bit) ? node.branches[node.index(bit)] : null;
            return node.with(bit, put(before, depth + BITS, item));
        }
        RosterItem[] there = branch instanceof RosterItem one ? new RosterItem[] {one} : (RosterItem[]) branch;
        RosterItem[] others = Arrays.stream(there)
                .filter(other -> !other.peer().equals(item.peer()))
                .toArray(RosterItem[]::new);
        if (others.length == 0) {
            return item;
        }
        RosterItem[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = item;
        Arrays.sort(all, (a, b) -> Integer.compareUnsigned(hash(a.peer()), hash(b.peer())));
        return build(all, 0, all.length, depth);
    }

    private static Object remove(Object branch, int rest, PeerDomain peer) {
        if (branch instanceof Node node) {
            int bit = bit(rest);
            Object left = remove(node.branches[node.index(bit)], rest << BITS, peer);
            boolean alone = node.branches.length == 1 && !(left instanceof Node);
            return left == null ? node.without(bit) : alone ? left : node.with(bit, left);
        }
        if (branch instanceof RosterItem[] sameHash) {
            RosterItem[] others = Arrays.stream(sameHash)
                    .filter(item -> !item.peer().equals(peer))
                    .toArray(RosterItem[]::new);
            return others.length == 1 ? others[0] : others;
        }
        return null;
    }

    /** A branch of items in the order of their hashes, which are all the same above that depth. */
    private static Object build(RosterItem[] items, int from, int to, int depth) {
        if (to - from <= 1) {
            return from == to ? null : items[from];
        }
        if (depth >= Integer.SIZE) {
            return Arrays.copyOfRange(items, from, to);
        }
        int present = 0;
        Object[] branches = new Object[1 << BITS];
        int count = 0;
        for (int next = from; next < to; ) {
            int first = next;
            int bit = bit(hash(items[first].peer()), depth);
            while (next < to && bit(hash(items[next].peer()), depth) == bit) {
                next++;
            }
            present |= bit;
            branches[count++] = build(items, first, next, depth + BITS);
        }
        return new Node(present, Arrays.copyOf(branches, count));
    }

    private static int bit(int hash, int depth) {
        return bit(hash << depth);
    }

    private static int bit(int rest) {
        return 1 << (rest >>> Integer.SIZE - BITS);
    }

    /** Names that differ little have hashes that differ in the lowest bits, which are the last to be looked at. */
    private static int hash(PeerDomain peer) {
        return peer.name().value().hashCode() * 0x9E3779B9;
    }
}
