package org.serverroster.roster;

import java.util.AbstractCollection;
import java.util.ArrayList;
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

    private static final RosterItem[] NONE = {};
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

    /**
     * With these, each about another peer, in the place of what it held about their peers; what is empty is not held. A
     * block is copied once, however many of them are in it.
     */
    ItemOrder with(Collection<RosterItem> changed) {
        RosterItem[] sorted = changed.toArray(RosterItem[]::new);
        Arrays.sort(sorted, BY_NAME);
        List<RosterItem[]> next = new ArrayList<>(blocks.length + 1);
        int newSize = size;
        int done = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            int at = block(sorted[from].domain());
            done = take(done, at, next);
            to = end(sorted, from, at);
            RosterItem[] block = blocks.length == 0 ? NONE : blocks[at];
            RosterItem[] merged = merged(block, sorted, from, to);
            newSize += merged.length - block.length;
            append(merged, next);
            done = at + 1;
        }
        take(done, blocks.length, next);
        return new ItemOrder(next.toArray(RosterItem[][]::new), newSize);
    }

    /** Takes the blocks of which nothing changes, up to {@code to}, and returns that. The first may join one that did. */
    private int take(int from, int to, List<RosterItem[]> next) {
        if (from < to) {
            append(blocks[from], next);
            next.addAll(Arrays.asList(blocks).subList(from + 1, to));
        }
        return to;
    }

    /** Where those end that belong into that block. */
    private int end(RosterItem[] sorted, int from, int at) {
        int to = from + 1;
        while (to < sorted.length
                && (at + 1 >= blocks.length || sorted[to].domain().compareTo(blocks[at + 1][0].domain()) < 0)) {
            to++;
        }
        return to;
    }

    private static RosterItem[] merged(RosterItem[] block, RosterItem[] sorted, int from, int to) {
        RosterItem[] all = new RosterItem[block.length + to - from];
        int length = 0;
        int taken = 0;
        for (int i = from; i < to; i++) {
            int place = place(block, sorted[i].domain());
            int before = place >= 0 ? place : ~place;
            System.arraycopy(block, taken, all, length, before - taken);
            length += before - taken;
            taken = place >= 0 ? place + 1 : before;
            if (!sorted[i].isEmpty()) {
                all[length++] = sorted[i];
            }
        }
        System.arraycopy(block, taken, all, length, block.length - taken);
        return Arrays.copyOf(all, length + block.length - taken);
    }

    /** Appends a block: in parts if it is too long, and joined with the last if both are short. */
    private static void append(RosterItem[] block, List<RosterItem[]> blocks) {
        int last = blocks.size() - 1;
        if (block.length > MOST) {
            int parts = (2 * block.length + MOST - 1) / MOST;
            for (int i = 0; i < parts; i++) {
                blocks.add(Arrays.copyOfRange(block, i * block.length / parts, (i + 1) * block.length / parts));
            }
        } else if (last >= 0 && blocks.get(last).length + block.length <= FEW) {
            // Else what once was a large roster would be a long list of short blocks.
            blocks.set(last, joined(blocks.get(last), block));
        } else if (block.length > 0) {
            blocks.add(block);
        }
    }

    private static RosterItem[] joined(RosterItem[] first, RosterItem[] second) {
        RosterItem[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
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
