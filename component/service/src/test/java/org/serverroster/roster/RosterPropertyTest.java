package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("A snapshot, against a map that is changed in place")
class RosterPropertyTest {

    private static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.654321Z");

    /** A change of one item: to that state, or where it is None, to nothing. */
    private record Change(PeerDomain peer, SubscriptionState state) {

        RosterItem item() {
            return item(peer, state);
        }

        static RosterItem item(PeerDomain peer, SubscriptionState state) {
            return new RosterItem(
                    peer,
                    state,
                    false,
                    false,
                    "",
                    List.of(),
                    "",
                    state.pendingIn() ? Optional.of(new RosterItem.Request(NOW, "")) : Optional.empty(),
                    state.pendingOut() ? Optional.of(new RosterItem.Asked(NOW, Optional.empty())) : Optional.empty(),
                    state.from() ? Optional.of(NOW) : Optional.empty(),
                    state.to() ? Optional.of(NOW) : Optional.empty(),
                    NOW);
        }
    }

    @Property(tries = 500)
    @Label("It finds what was put last, lists it by name, and what was taken before stays as it was")
    void like_a_map(
            @ForAll @Size(max = 40) List<@From("changes") Change> before,
            @ForAll @Size(max = 40) List<@From("changes") Change> after) {
        TreeMap<PeerDomain, RosterItem> map = new TreeMap<>();
        before.forEach(change -> apply(change, map));
        Roster roster = Roster.of(BUDDIES, 7, map.values());
        TreeMap<PeerDomain, RosterItem> old = new TreeMap<>(map);
        Roster changed = roster;
        for (Change change : after) {
            apply(change, map);
            changed = changed.with(change.item());
        }

        check(roster, old);
        check(changed, map);
        TreeMap<PeerDomain, RosterItem> last = new TreeMap<>();
        after.forEach(change -> last.put(change.peer(), change.item()));
        List<RosterItem> anyOrder = new ArrayList<>(last.values());
        Collections.shuffle(anyOrder, new Random(after.size()));
        check(roster.with(9, anyOrder), map);
    }

    @Property(tries = 500)
    @Label("Of many it finds each as it finds one")
    void many_at_once(
            @ForAll @Size(max = 40) List<@From("changes") Change> changes,
            @ForAll @Size(max = 40) List<@From("changes") Change> asked) {
        Roster roster = Roster.of(BUDDIES, 7, changes.stream().map(Change::item).toList());
        List<PeerDomain> peers = asked.stream().map(Change::peer).toList();

        assertThat(roster.find(peers))
                .isEqualTo(peers.stream().map(roster::find).toList());
    }

    @Property(tries = 200)
    @Label("Of several items about one peer it holds the last")
    void the_last_of_several(@ForAll @Size(max = 40) List<@From("changes") Change> changes) {
        TreeMap<PeerDomain, RosterItem> map = new TreeMap<>();
        changes.forEach(change -> map.put(change.peer(), change.item()));

        check(Roster.of(BUDDIES, 7, changes.stream().map(Change::item).toList()), map);
    }

    @Property(tries = 10)
    @Label("It grows and shrinks, in any order")
    void it_grows_and_shrinks(@ForAll Random random) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            numbers.add(i);
        }
        TreeMap<PeerDomain, RosterItem> map = new TreeMap<>();
        Roster roster = Roster.of(BUDDIES, 0, List.of());
        Collections.shuffle(numbers, random);
        for (int i : numbers) {
            roster = changed(roster, i, SubscriptionState.BOTH, map);
        }
        check(roster, map);
        Roster whole = roster;
        TreeMap<PeerDomain, RosterItem> wholeMap = new TreeMap<>(map);
        Collections.shuffle(numbers, random);
        for (int i : numbers) {
            roster = changed(roster, i, SubscriptionState.NONE, map);
            if (map.size() % 500 == 0) {
                check(roster, map);
            }
        }
        check(whole, wholeMap);
    }

    @Property(tries = 20)
    @Label("Many changes at once make of a large roster what they make of it one after the other")
    void many_changes_of_a_large_roster(@ForAll Random random) {
        TreeMap<PeerDomain, RosterItem> map = new TreeMap<>();
        Roster roster = Roster.of(BUDDIES, 0, List.of());
        for (int round = 0; round < 12; round++) {
            // It grows for half of the time, and then shrinks to little.
            int keep = round < 6 ? 8 : 2;
            TreeMap<PeerDomain, RosterItem> changed = new TreeMap<>();
            for (int i = random.nextInt(1_500); i > 0; i--) {
                Change change = new Change(
                        PeerDomain.parse("peer" + random.nextInt(2_000) + ".lit"),
                        random.nextInt(10) < keep ? SubscriptionState.BOTH : SubscriptionState.NONE);
                changed.put(change.peer(), change.item());
                apply(change, map);
            }
            Roster before = roster;
            List<RosterItem> held = List.copyOf(before.items());
            roster = roster.with(round, changed.values());
            check(roster, map);
            assertThat(before.items()).containsExactlyElementsOf(held);
        }
    }

    private static Roster changed(
            Roster roster, int number, SubscriptionState state, TreeMap<PeerDomain, RosterItem> map) {
        Change change = new Change(PeerDomain.parse("peer" + number + ".lit"), state);
        apply(change, map);
        return roster.with(change.item());
    }

    private static void apply(Change change, TreeMap<PeerDomain, RosterItem> map) {
        if (change.item().isEmpty()) {
            map.remove(change.peer());
        } else {
            map.put(change.peer(), change.item());
        }
    }

    private static void check(Roster roster, TreeMap<PeerDomain, RosterItem> map) {
        assertThat(roster.size()).isEqualTo(map.size());
        assertThat(new ArrayList<>(roster.items())).isEqualTo(new ArrayList<>(map.values()));
        map.forEach((peer, item) -> assertThat(roster.find(peer)).contains(item));
        PeerDomain nobody = PeerDomain.parse("c0c0an.lit");
        assertThat(roster.find(nobody)).isEqualTo(Optional.ofNullable(map.get(nobody)));
        checkAfter(nobody, roster, map);
        int step = Math.max(1, map.size() / 10);
        List<PeerDomain> peers = List.copyOf(map.keySet());
        for (int i = 0; i < peers.size(); i += step) {
            checkAfter(peers.get(i), roster, map);
        }
        assertThat(roster.pendingIn()).isEqualTo((int)
                map.values().stream().filter(item -> item.state().pendingIn()).count());
    }

    private static void checkAfter(PeerDomain peer, Roster roster, TreeMap<PeerDomain, RosterItem> map) {
        assertThat(new ArrayList<>(roster.after(peer)))
                .isEqualTo(new ArrayList<>(map.tailMap(peer, false).values()));
    }

    @Provide
    Arbitrary<Change> changes() {
        // Names of as many of these have one hash in Java.
        Arbitrary<String> sameHash =
                Arbitraries.of("an", "c0").list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        Arbitrary<String> names = Arbitraries.oneOf(
                sameHash,
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(2));
        return Combinators.combine(
                        names.map(name -> PeerDomain.parse(name + ".lit")),
                        Arbitraries.of(
                                SubscriptionState.NONE,
                                SubscriptionState.NONE,
                                SubscriptionState.BOTH,
                                SubscriptionState.NONE_PENDING_IN))
                .as(Change::new);
    }
}
