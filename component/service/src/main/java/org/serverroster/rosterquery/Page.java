package org.serverroster.rosterquery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.serverroster.roster.ChangeLog;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.PeerDomain;

/**
 * What comes next for a follower. Immutable.
 *
 * @param steps in order
 * @param end where it stands once it has taken all of them
 */
record Page(List<Step> steps, Place end) {

    /**
     * One push.
     *
     * @param item what it holds
     * @param ver the version that the reader has with it
     * @param next where it stands then
     */
    record Step(Element item, String ver, Place next) {}

    /**
     * Reads what comes next; may wait for the database.
     *
     * @param max how many rows to read
     * @throws org.serverroster.roster.RosterStoreException where the database does not answer
     */
    static Page read(Place place, Roster roster, ChangeLog log, int max) {
        if (place instanceof Place.Gone gone) {
            return gone(gone, roster, log, max);
        }
        return place instanceof Place.Items items
                ? items(items, roster, max)
                : changes((Place.Changes) place, roster, log, max);
    }

    private static Page gone(Place.Gone from, Roster roster, ChangeLog log, int max) {
        List<PeerDomain> peers = log.everLetIn(from.after(), max);
        List<Step> steps = peers.stream()
                .filter(peer -> roster.find(peer).filter(RosterItems::isShown).isEmpty())
                .map(peer -> new Step(
                        RosterItems.removed(peer), Place.NO_VERSION, new Place.Gone(Optional.of(peer), from.version())))
                .toList();
        return new Page(
                steps,
                peers.size() < max
                        ? new Place.Items(Optional.empty(), from.version())
                        : new Place.Gone(Optional.of(peers.get(peers.size() - 1)), from.version()));
    }

    private static Page items(Place.Items from, Roster roster, int max) {
        // One more than is taken tells whether this is the end, for with the last item the reader has the version.
        List<RosterItem> items = from.after().map(roster::after).orElseGet(roster::items).stream()
                .filter(RosterItems::isShown)
                .limit(max + 1L)
                .toList();
        boolean last = items.size() <= max;
        Place end = new Place.Changes(from.version());
        List<Step> steps = new ArrayList<>();
        for (RosterItem item : last ? items : items.subList(0, max)) {
            boolean complete = last && steps.size() == items.size() - 1;
            steps.add(new Step(
                    RosterItems.item(item),
                    complete ? Long.toString(from.version()) : Place.NO_VERSION,
                    complete ? end : new Place.Items(Optional.of(item.peer()), from.version())));
        }
        return new Page(steps, last ? end : steps.get(max - 1).next());
    }

    /**
     * Each peer once, as it is now, at its last change: whoever has come to a version has every change up to it, for a
     * peer that changed again comes later.
     */
    private static Page changes(Place.Changes from, Roster roster, ChangeLog log, int max) {
        List<ChangeLog.Change> changes = log.between(from.version(), roster.version(), max);
        Map<PeerDomain, Long> lasts = new LinkedHashMap<>();
        for (ChangeLog.Change change : changes) {
            lasts.remove(change.peer());
            lasts.put(change.peer(), change.version());
        }
        List<Step> steps = new ArrayList<>();
        lasts.forEach((peer, version) -> steps.add(
                new Step(RosterItems.item(roster, peer), Long.toString(version), new Place.Changes(version))));
        return new Page(
                steps,
                changes.size() < max
                        ? new Place.Changes(roster.version())
                        : new Place.Changes(changes.get(changes.size() - 1).version()));
    }
}
