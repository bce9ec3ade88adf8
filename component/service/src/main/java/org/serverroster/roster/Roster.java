package org.serverroster.roster;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * A local domain's roster at one moment: an immutable snapshot, read by any thread. A changed one shares what did not
 * change with the one before, so that a change costs no copy.
 */
public final class Roster implements RosterChange.Others {

    private final LocalDomain domain;
    private final long version;
    private final TreePMap<PeerDomain, RosterItem> items;
    private final ItemTable byHash;
    private final int pendingIn;

    private Roster(
            LocalDomain domain, long version, TreePMap<PeerDomain, RosterItem> items, ItemTable byHash, int pendingIn) {
        this.domain = domain;
        this.version = version;
        this.items = items;
        this.byHash = byHash;
        this.pendingIn = pendingIn;
    }

    /** A roster of that version that holds these items. */
    public static Roster of(LocalDomain domain, long version, Collection<RosterItem> items) {
        TreePMap<PeerDomain, RosterItem> map = TreePMap.empty();
        int pendingIn = 0;
        for (RosterItem item : items) {
            map = map.plus(item.peer(), item);
            pendingIn += item.state().pendingIn() ? 1 : 0;
        }
        return new Roster(domain, version, map, ItemTable.of(map.values()), pendingIn);
    }

    /** Whose roster it is. */
    public LocalDomain domain() {
        return domain;
    }

    /** Grows by one with each change that was committed. */
    public long version() {
        return version;
    }

    @Override
    public int pendingIn() {
        return pendingIn;
    }

    public int size() {
        return items.size();
    }

    public Optional<RosterItem> find(PeerDomain peer) {
        return byHash.find(peer);
    }

    /** Every item, by name of the peer. */
    public Collection<RosterItem> items() {
        return items.values();
    }

    /** The items whose peer comes after {@code peer} by name. */
    public Collection<RosterItem> after(PeerDomain peer) {
        return items.tailMap(peer, false).values();
    }

    /** This roster, one version on, with {@code item} in the place of what it held about that peer. */
    public Roster with(RosterItem item) {
        return with(version + 1, List.of(item));
    }

    /** This roster at that later version, in which these items are in the place of what it held about their peers. */
    Roster with(long later, Collection<RosterItem> changed) {
        TreePMap<PeerDomain, RosterItem> map = items;
        ItemTable table = byHash;
        int waiting = pendingIn;
        for (RosterItem item : changed) {
            waiting += pending(item) - pending(map.get(item.peer()));
            map = item.isEmpty() ? map.minus(item.peer()) : map.plus(item.peer(), item);
            table = item.isEmpty() ? table.without(item.peer()) : table.with(item);
        }
        return new Roster(domain, later, map, table, waiting);
    }

    /** This roster with {@code decision} carried out: one version on if it changes its item, else the same. */
    public Roster with(Decision decision) {
        return decision.changesItem() ? with(decision.after()) : this;
    }

    private static int pending(RosterItem item) {
        return item != null && item.state().pendingIn() ? 1 : 0;
    }
}
