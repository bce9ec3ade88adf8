package org.serverroster.roster;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.serverroster.xmpp.PeerDomain;

/**
 * Items by name of the peer: sorted, in blocks that are sorted. A changed one copies the block that changes and the list
 * of blocks, some kilobytes at a million items, and shares the rest with the one before. Beside the items it needs four
 * bytes for each.
 *
 * <p>Immutable; any thread.
 */
final class ItemOrder {

    private static final int MOST = 512;
    private static final int FEW = MOST / 4;

    private static final Comparator<RosterItem> BY_NAME = Comparator.comparing(RosterItem::domain);

    /** None of them empty. Not changed once published. */
    private final RosterItem[][] blocks;

    private final int size;

    private ItemOrder(RosterItem[][] blocks, int size) {
        this.blocks = blocks;
        this.size = size;
    }

    /** One that holds these; of several about one peer, the last. */
    static ItemOrder of(Collection<RosterItem> items) {
        RosterItem[] sorted = items.toArray(RosterItem[]::new);
        Arrays.sort(sorted, BY_NAME);
        int size = withoutEarlier(sorted);
        RosterItem[][] blocks = new RosterItem[(size + MOST - 1) / MOST][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Arrays.copyOfRange(sorted, i * MOST, Math.min(size, (i + 1) * MOST));
        }
        return new ItemOrder(blocks, size);
    }

    /** Moves the last about each peer to the front, in order, and returns how many these are. */
    private static int withoutEarlier(RosterItem[] sorted) {
        int size = 0;
        for (RosterItem item : sorted) {
            boolean again = size > 0 && sorted[size - 1].domain().equals(item.domain());
            size -= again ? 1 : 0;
            sorted[size++] = item;
        }
        return size;
    }

    int size() {
        return size;
    }

    /** With {@code item} in the place of what it held about that peer. */
    ItemOrder with(RosterItem item) {
        if (blocks.length == 0) {
            return of(List.of(item));
        }
        int at = block(item.domain());
        RosterItem[] block = blocks[at];
        int place = place(block, item.domain());
        if (place >= 0) {
            RosterItem[] changed = block.clone();
            changed[place] = item;
            return replaced(at, 1, size, changed);
        }
        RosterItem[] longer = Arrays.copyOf(block, block.length + 1);
        System.arraycopy(block, ~place, longer, ~place + 1, block.length - ~place);
        longer[~place] = item;
        if (longer.length <= MOST) {
            return replaced(at, 1, size + 1, longer);
        }
        int half = longer.length / 2;
        return replaced(at, 1, size + 1, Arrays.copyOf(longer, half), Arrays.copyOfRange(longer, half, longer.length));
    }

    /** With nothing about that peer. */
    ItemOrder without(PeerDomain peer) {
        String name = peer.name().value();
        int at = block(name);
        int place = blocks.length == 0 ? -1 : place(blocks[at], name);
        if (place < 0) {
            return this;
        }
        RosterItem[] block = blocks[at];
        RosterItem[] shorter = Arrays.copyOf(block, block.length - 1);
        System.arraycopy(block, place + 1, shorter, place, shorter.length - place);
        if (shorter.length == 0) {
            return replaced(at, 1, size - 1);
        }
        // Else what once was a large roster would be a long list of short blocks.
        if (at + 1 < blocks.length && shorter.length + blocks[at + 1].length <= FEW) {
            return replaced(at, 2, size - 1, joined(shorter, blocks[at + 1]));
        }
        if (at > 0 && shorter.length + blocks[at - 1].length <= FEW) {
            return replaced(at - 1, 2, size - 1, joined(blocks[at - 1], shorter));
        }
        return replaced(at, 1, size - 1, shorter);
    }

    private static RosterItem[] joined(RosterItem[] first, RosterItem[] second) {
        RosterItem[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** With {@code instead} in the place of {@code count} blocks from {@code at} on. */
    private ItemOrder replaced(int at, int count, int newSize, RosterItem[]... instead) {
        RosterItem[][] changed = new RosterItem[blocks.length - count + instead.length][];
        System.arraycopy(blocks, 0, changed, 0, at);
        System.arraycopy(instead, 0, changed, at, instead.length);
        System.arraycopy(blocks, at + count, changed, at + instead.length, blocks.length - at - count);
        return new ItemOrder(changed, newSize);
    }

    /** The block that holds that name, or else would: the last that does not begin after it. */
    private int block(String name) {
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (blocks[middle][0].domain().compareTo(name) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Where that name stands; where it would, its complement, which is below 0. */
    private static int place(RosterItem[] block, String name) {
        int low = 0;
        int high = block.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int compared = block[middle].domain().compareTo(name);
            if (compared == 0) {
                return middle;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    /** Every item. */
    Collection<RosterItem> items() {
        return new Items(0, 0, size);
    }

    /** The items whose peer comes after {@code peer}. */
    Collection<RosterItem> after(PeerDomain peer) {
        if (blocks.length == 0) {
            return List.of();
        }
        String name = peer.name().value();
        int at = block(name);
        int place = place(blocks[at], name);
        int begin = place >= 0 ? place + 1 : ~place;
        int before = begin;
        for (int i = 0; i < at; i++) {
            before += blocks[i].length;
        }
        return new Items(at, begin, size - before);
    }

    /** The items from one of them on. */
    private final class Items extends AbstractCollection<RosterItem> {

        private final int firstBlock;
        private final int firstPlace;
        private final int count;

        Items(int firstBlock, int firstPlace, int count) {
            this.firstBlock = firstBlock;
            this.firstPlace = firstPlace;
            this.count = count;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public Iterator<RosterItem> iterator() {
            return new Iterator<>() {

                private int block = firstBlock;
                private int place = firstPlace;
                private int left = count;

                @Override
                public boolean hasNext() {
                    return left > 0;
                }

                @Override
                public RosterItem next() {
                    if (left == 0) {
                        throw new NoSuchElementException();
                    }
                    if (place == blocks[block].length) {
                        block++;
                        place = 0;
                    }
                    left--;
                    return blocks[block][place++];
                }
            };
        }
    }
}
