package org.serverroster.roster;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

/**
 * A local domain's roster at one moment: an immutable snapshot, read by any thread. A changed one shares what did not
 * change with the one before, so that a change costs no copy.
 */
public final class Roster implements RosterChange.Others {

    private final LocalDomain domain;
    private final long version;
    private final ItemOrder byName;
    private final ItemTable byHash;
    private final int pendingIn;

    private Roster(LocalDomain domain, long version, ItemOrder byName, ItemTable byHash, int pendingIn) {
        this.domain = domain;
        this.version = version;
        this.byName = byName;
        this.byHash = byHash;
        this.pendingIn = pendingIn;
    }

    /** A roster of that version that holds these items; of several about one peer, the last. */
    public static Roster of(LocalDomain domain, long version, Collection<RosterItem> items) {
        ItemOrder order = ItemOrder.of(items);
        int pendingIn = order.items().stream().mapToInt(Roster::pending).sum();
        return new Roster(domain, version, order, ItemTable.of(order.items()), pendingIn);
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
        return byName.size();
    }

    public Optional<RosterItem> find(PeerDomain peer) {
        return byHash.find(peer);
    }

    /** The same of each, in order: of a large roster, in much less time than one after the other. */
    public List<Optional<RosterItem>> find(List<PeerDomain> peers) {
        return byHash.find(peers);
    }

    /** Every item, by name of the peer. */
    public Collection<RosterItem> items() {
        return byName.items();
    }

    /** The items whose peer comes after {@code peer} by name. */
    public Collection<RosterItem> after(PeerDomain peer) {
        return byName.after(peer);
    }

    /** This roster, one version on, with {@code item} in the place of what it held about that peer. */
    public Roster with(RosterItem item) {
        return with(version + 1, List.of(item));
    }

    /**
     * This roster at that later version, in which these items, each about another peer, are in the place of what it held
     * about their peers.
     */
    Roster with(long later, Collection<RosterItem> changed) {
        int waiting = pendingIn;
        for (RosterItem item : changed) {
            waiting += pending(item) - find(item.peer()).map(Roster::pending).orElse(0);
        }
        return new Roster(domain, later, byName.with(changed), byHash.with(changed), waiting);
    }

    /** This roster with {@code decision} carried out: one version on if it changes its item, else the same. */
    public Roster with(Decision decision) {
        return decision.changesItem() ? with(decision.after()) : this;
    }

    private static int pending(RosterItem item) {
        return item.state().pendingIn() ? 1 : 0;
    }
}
