package org.serverroster.rosterquery;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.serverroster.xmpp.Jid;

/**
 * The readers that are available, and those that get pushes: no more than there are places, and of one domain no more than
 * its share. A domain can make up as many users as it likes; it must not shut out other readers, nor the administrators,
 * for whom some places are kept. Guarded by {@link RosterPushes}.
 */
final class Followers {

    private final Predicate<Jid> isAdmin;
    private final Bounds bounds;
    private final Set<Jid> available = new LinkedHashSet<>();
    private final Map<Jid, Follower> followers = new LinkedHashMap<>();
    private long forgotten;

    Followers(Predicate<Jid> isAdmin, Bounds bounds) {
        this.isAdmin = isAdmin;
        this.bounds = bounds;
    }

    /** The reader is available. Where too many are, the one of its domain, or of all, that said so first is forgotten. */
    void available(Jid reader) {
        available.remove(reader);
        boolean admin = isAdmin.test(reader);
        if (!admin && ofDomain(available, reader) >= Bounds.share(bounds.available())) {
            forgetFirst(other -> isOfDomain(other, reader));
        } else if (available.size() >= bounds.available() && !forgetFirst(other -> true)) {
            forgotten++;
            if (!admin) {
                return;
            }
            available.remove(available.iterator().next());
        }
        available.add(reader);
    }

    void unavailable(Jid reader) {
        available.remove(reader);
    }

    boolean isAvailable(Jid reader) {
        return available.contains(reader);
    }

    int availableCount() {
        return available.size();
    }

    /** How many readers' presence was not kept, for want of places. */
    long forgotten() {
        return forgotten;
    }

    Optional<Follower> find(Jid reader) {
        return Optional.ofNullable(followers.get(reader));
    }

    Collection<Follower> all() {
        return followers.values();
    }

    /** Whether there is a place for this reader, which has none. */
    boolean hasPlaceFor(Jid reader) {
        if (followers.size() >= bounds.followers() || isAdmin.test(reader)) {
            return followers.size() < bounds.followers();
        }
        List<Jid> others = followers.keySet().stream().filter(isAdmin.negate()).toList();
        return others.size() < bounds.followers() - Bounds.kept(bounds.followers())
                && ofDomain(others, reader) < Bounds.share(bounds.followers());
    }

    void add(Follower follower) {
        followers.put(follower.reader(), follower);
    }

    /** Another one of the same reader stays. */
    void remove(Follower follower) {
        followers.remove(follower.reader(), follower);
    }

    /** Forgets that an administrator is available for nobody's sake but another administrator's. */
    private boolean forgetFirst(Predicate<Jid> which) {
        for (Iterator<Jid> each = available.iterator(); each.hasNext(); ) {
            Jid first = each.next();
            if (!isAdmin.test(first) && which.test(first)) {
                each.remove();
                forgotten++;
                return true;
            }
        }
        return false;
    }

    private long ofDomain(Collection<Jid> readers, Jid reader) {
        return readers.stream()
                .filter(other -> isOfDomain(other, reader) && !isAdmin.test(other))
                .count();
    }

    private static boolean isOfDomain(Jid one, Jid other) {
        return one.domain().equals(other.domain());
    }
}
