package org.serverroster.roster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.serverroster.xmpp.PeerDomain;

/**
 * Items by peer: a hash table in pages. A changed one copies the page that changes and the list of pages, some kilobytes at
 * most, and shares the rest with the one before. Whoever looks for an item touches few places in memory: at a million
 * items that is what takes the time.
 *
 * <p>Names that were made to have the same hash lie side by side in one page: what strangers can add to a roster is
 * bounded.
 *
 * <p>Immutable; any thread.
 */
final class ItemTable {

    private static final int USUAL_PAGE = 64;
    private static final int MOST_PAGES = 4_096;

    /** Those with the same low bits of the hash. A power of two of them. */
    private final Page[] pages;

    private final int size;

    private ItemTable(Page[] pages, int size) {
        this.pages = pages;
        this.size = size;
    }

    /** One that holds these, each about another peer. */
    static ItemTable of(Collection<RosterItem> items) {
        int wanted = Math.max(1, Math.min(MOST_PAGES, items.size() / USUAL_PAGE));
        Page[] pages = new Page[Integer.highestOneBit(wanted)];
        int each = items.size() / pages.length;
        Arrays.setAll(pages, i -> new Page(Page.slots(each)));
        for (RosterItem item : items) {
            int hash = hash(item.domain());
            int page = hash & pages.length - 1;
            pages[page] = pages[page].withRoom();
            pages[page].put(hash, item);
        }
        return new ItemTable(pages, items.size());
    }

    Optional<RosterItem> find(PeerDomain peer) {
        int hash = hash(peer.name().value());
        return Optional.ofNullable(page(hash).find(hash, peer));
    }

    /**
     * The same of each, in order. All of them go one step further at a time: of a large roster none of it is in a cache, and
     * the processor fetches at once what no step before has to bring.
     */
    List<Optional<RosterItem>> find(List<PeerDomain> peers) {
        int count = peers.size();
        if (count == 1) {
            return List.of(find(peers.get(0)));
        }
        int[] hashes = new int[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(peers.get(i).name().value());
        }
        int[] seen = new int[count];
        for (int i = 0; i < count; i++) {
            seen[i] = page(hashes[i]).firstSeen(hashes[i]);
        }
        RosterItem[] items = new RosterItem[count];
        for (int i = 0; i < count; i++) {
            items[i] = seen[i] == 0 ? null : page(hashes[i]).first(hashes[i]);
        }
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = items[i] == null ? 0 : items[i].domain().length();
        }
        List<Optional<RosterItem>> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = peers.get(i).name().value();
            boolean decided = items[i] == null
                    || lengths[i] == name.length() && items[i].domain().equals(name);
            found.add(decided ? Optional.ofNullable(items[i]) : find(peers.get(i)));
        }
        return found;
    }

    /**
     * With these, each about another peer, in the place of what it held about their peers; what is empty is not held. A
     * page is copied once, however many of them are in it.
     */
    ItemTable with(Collection<RosterItem> changed) {
        Page[] copy = pages.clone();
        int more = size;
        for (RosterItem item : changed) {
            int hash = hash(item.domain());
            int at = hash & pages.length - 1;
            Page page = copy[at] == pages[at] ? new Page(pages[at]) : copy[at];
            int before = page.size;
            copy[at] = item.isEmpty() ? page.without(hash, item.domain()) : page.withRoom();
            if (!item.isEmpty()) {
                copy[at].put(hash, item);
            }
            more += copy[at].size - before;
        }
        ItemTable table = new ItemTable(copy, more);
        boolean crowded = more > 4 * USUAL_PAGE * pages.length && pages.length < MOST_PAGES;
        return crowded ? of(table.items()) : table;
    }

    private Page page(int hash) {
        return pages[hash & pages.length - 1];
    }

    private Collection<RosterItem> items() {
        return Arrays.stream(pages).flatMap(Page::stream).toList();
    }

    /** Of names that differ little, all bits differ. Never 0. */
    private static int hash(String name) {
        int hash = name.hashCode();
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        hash ^= hash >>> 16;
        return hash == 0 ? 1 : hash;
    }

    /** Items with their hashes beside them, from the slot on that the hash's high bits name. Not changed once published. */
    private static final class Page {

        private static final int LEAST_SLOTS = 4;

        /** 0 where no item is. */
        private final int[] hashes;

        private final RosterItem[] items;
        private int size;

        /** @param slots a power of two */
        Page(int slots) {
            hashes = new int[slots];
            items = new RosterItem[slots];
        }

        private Page(Page other) {
            hashes = other.hashes.clone();
            items = other.items.clone();
            size = other.size;
        }

        /** So many that a third is free: in a fuller table one looks long for what is not there, in a full one for ever. */
        static int slots(int items) {
            return Math.max(LEAST_SLOTS, 2 * Integer.highestOneBit(items + items / 2));
        }

        RosterItem find(int hash, PeerDomain peer) {
            return items[slot(hash, peer.name().value())];
        }

        /** What stands where one begins to look. */
        int firstSeen(int hash) {
            return hashes[begin(hash)];
        }

        /** The first item with that hash; null where there is none. */
        RosterItem first(int hash) {
            int slot = begin(hash);
            while (hashes[slot] != 0 && hashes[slot] != hash) {
                slot = slot + 1 & hashes.length - 1;
            }
            return items[slot];
        }

        private int begin(int hash) {
            return hash >>> Integer.SIZE / 2 & hashes.length - 1;
        }

        /** Where the peer's item is, or else, where it would be. */
        private int slot(int hash, String name) {
            int slot = begin(hash);
            while (hashes[slot] != 0
                    && !(hashes[slot] == hash && items[slot].domain().equals(name))) {
                slot = slot + 1 & hashes.length - 1;
            }
            return slot;
        }

        /** This, or where it is full, a larger one. */
        Page withRoom() {
            return 3 * (size + 1) <= 2 * hashes.length ? this : copy(2 * hashes.length, null);
        }

        void put(int hash, RosterItem item) {
            int slot = slot(hash, item.domain());
            size += hashes[slot] == 0 ? 1 : 0;
            hashes[slot] = hash;
            items[slot] = item;
        }

        /** One that does not hold that peer's item. */
        Page without(int hash, String name) {
            RosterItem gone = items[slot(hash, name)];
            return gone == null ? this : copy(slots(size - 1), gone);
        }

        private Page copy(int slots, RosterItem but) {
            Page copy = new Page(slots);
            for (int i = 0; i < hashes.length; i++) {
                if (hashes[i] != 0 && items[i] != but) {
                    copy.put(hashes[i], items[i]);
                }
            }
            return copy;
        }

        Stream<RosterItem> stream() {
            return Arrays.stream(items).filter(Objects::nonNull);
        }
    }
}
