package org.serverroster.testbed.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.serverroster.testbed.faults.Ledger.Decision;
import org.serverroster.testbed.faults.Ledger.Outcome;
import org.serverroster.testbed.faults.RosterCopy.Event;
import org.serverroster.testbed.faults.RosterCopy.Item;

/**
 * Judges what both sides hold when all is let run: a pure function of both rosters with their logs, and of what the
 * administrators were told.
 *
 * <ol>
 *   <li>Each item is the mirror image of the one on the other side ({@link Mirror}).
 *   <li>The log of an item is whole: it begins with None, each event begins where the one before it ended, and the last
 *       one ends where the item is. So whatever is in force was decided, and whatever was decided is in force or was
 *       overtaken by an event after it.
 *   <li>Each event moves the state as its actor may ({@link Law}).
 *   <li>Each confirmed decision has its event, in the order in which the decisions were made, and did what it promises.
 *   <li>What a peer did for a reason was decided there, and committed.
 *   <li>Versions have no holes but those of requests that were repeated.
 *   <li>Blocks, approvals in advance and names are those of the last decision about them.
 * </ol>
 */
final class Audit {

    private final RosterCopy here;
    private final RosterCopy there;
    private final Map<ItemKey, List<Event>> events = new HashMap<>();
    private final Map<ItemKey, List<Decision>> decisions;
    private final List<Finding> lost = new ArrayList<>();
    private final List<Finding> crossed = new ArrayList<>();

    /** @param item about which, where it is about one */
    record Finding(Optional<ItemKey> item, String words) {

        static Finding of(ItemKey item, String words) {
            return new Finding(Optional.of(item), words);
        }
    }

    /**
     * @param lost what must not be
     * @param crossed differences that are nobody's loss
     */
    record Verdict(List<Finding> lost, List<Finding> crossed) {}

    private Audit(RosterCopy here, RosterCopy there, List<Decision> made) {
        this.here = here;
        this.there = there;
        for (RosterCopy side : List.of(here, there)) {
            side.events()
                    .forEach(event -> events.computeIfAbsent(event.item(), key -> new ArrayList<>())
                            .add(event));
        }
        this.decisions = made.stream().collect(Collectors.groupingBy(Decision::item));
    }

    /** @param made the decisions, those about one item in the order in which they were made */
    static Verdict of(RosterCopy here, RosterCopy there, List<Decision> made) {
        return new Audit(here, there, made).judge();
    }

    private Verdict judge() {
        TreeSet<ItemKey> keys = new TreeSet<>(events.keySet());
        keys.addAll(decisions.keySet());
        keys.addAll(here.items().keySet());
        keys.addAll(there.items().keySet());
        // Also where one has never heard of the other.
        List.copyOf(keys).forEach(key -> keys.add(key.opposite()));
        for (ItemKey key : keys) {
            chain(key);
            new Enforcement(item(key), eventsOf(key), decisions.getOrDefault(key, List.of()))
                    .findings()
                    .forEach(words -> lost(key, words));
            causes(key);
            Mirror.Outcome mirror =
                    Mirror.ofOurAsking(item(key), item(key.opposite()), eventsOf(key), eventsOf(key.opposite()));
            switch (mirror.judgement()) {
                case SAME -> {}
                case CROSSED -> crossed.add(Finding.of(key, mirror.words(key)));
                case DIFFERENT -> lost(key, mirror.words(key));
            }
        }
        versions(here);
        versions(there);
        for (RosterCopy side : List.of(here, there)) {
            if (side.owed() > 0) {
                lost.add(new Finding(
                        Optional.empty(),
                        side.owed() + " stanzas of " + side.versions().keySet() + " are still not confirmed"));
            }
        }
        return new Verdict(List.copyOf(lost), List.copyOf(crossed));
    }

    private void chain(ItemKey key) {
        State state = State.NOTHING;
        long version = 0;
        for (Event event : eventsOf(key)) {
            if (!event.before().equals(state)) {
                lost(
                        key,
                        "an event begins with %s where the one before it ended with %s: %s"
                                .formatted(event.before(), state, event));
            }
            if (event.version() < version) {
                lost(key, "a version goes back: " + event);
            }
            if (!Law.allows(event)) {
                lost(key, "the tables do not allow this: " + event);
            }
            state = event.after();
            version = event.version();
        }
        if (!item(key).state().equals(state)) {
            lost(key, "is %s, but its log ends with %s".formatted(item(key).state(), state));
        }
    }

    /** A reason that names a decision came from the other side's log: nothing is sent that was not committed. */
    private void causes(ItemKey key) {
        for (Event event : eventsOf(key)) {
            if (event.actorKind().equals("peer")
                    && event.reason().startsWith(Decision.tag(""))
                    && !committed(key.opposite(), event.reason())
                    && !repeated(key.opposite(), event.reason())) {
                lost(key, "a peer acted on what was never committed there: " + event);
            }
        }
    }

    private boolean committed(ItemKey key, String tag) {
        return eventsOf(key).stream()
                .anyMatch(cause ->
                        cause.actorKind().equals("admin") && cause.reason().equals(tag));
    }

    /** RFC 3921 section 9.2 routes {@code unsubscribe} in every state, so also where there is nothing to commit. */
    private boolean repeated(ItemKey key, String tag) {
        return decisions.getOrDefault(key, List.of()).stream()
                .anyMatch(decision -> decision.deed() == Deed.UNSUBSCRIBE
                        && decision.outcome() != Outcome.DONE
                        && decision.tag().equals(tag));
    }

    private void versions(RosterCopy side) {
        side.versions().forEach((local, version) -> {
            TreeSet<Long> seen = side.events().stream()
                    .filter(event -> event.item().local().equals(local))
                    .map(Event::version)
                    .collect(Collectors.toCollection(TreeSet::new));
            long holes = version
                    - seen.stream().filter(each -> each > 0 && each <= version).count();
            // A request that is repeated has a new time, and no event.
            long repeated = decisions.entrySet().stream()
                    .filter(each -> each.getKey().local().equals(local))
                    .flatMap(each -> each.getValue().stream())
                    .filter(each -> each.deed().asks() && each.outcome() != Outcome.REFUSED)
                    .count();
            if (holes > repeated) {
                lost.add(new Finding(
                        Optional.empty(),
                        "%d versions of the roster of %s have no event, and %d requests at most were repeated"
                                .formatted(holes, local, repeated)));
            }
            if (!seen.isEmpty() && seen.last() > version) {
                lost.add(new Finding(
                        Optional.empty(),
                        "the roster of %s is at version %d, and its log at %d".formatted(local, version, seen.last())));
            }
        });
    }

    private Item item(ItemKey key) {
        return here.versions().containsKey(key.local()) ? here.item(key) : there.item(key);
    }

    private List<Event> eventsOf(ItemKey key) {
        return events.getOrDefault(key, List.of());
    }

    private void lost(ItemKey key, String words) {
        lost.add(Finding.of(key, words));
    }
}
