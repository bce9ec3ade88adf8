package org.serverroster.testbed.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.testbed.faults.Ledger.Decision;
import org.serverroster.testbed.faults.Ledger.Outcome;
import org.serverroster.testbed.faults.RosterCopy.Event;
import org.serverroster.testbed.faults.RosterCopy.Item;

/**
 * Finds each confirmed decision about one item in its log, and holds what the decisions say of blocks, names and
 * approvals in advance against the item. For one thread.
 */
final class Enforcement {

    private final Item item;
    private final List<Group> groups = new ArrayList<>();
    private final List<Decision> decisions;
    private final List<String> findings = new ArrayList<>();

    /** The events of one decision of an administrator's. */
    private record Group(List<Event> events) {

        Event last() {
            return events.get(events.size() - 1);
        }

        boolean has(String action) {
            return events.stream().anyMatch(event -> event.action().equals(action));
        }

        String reason() {
            return events.get(0).reason();
        }

        /** A subscribe may approve what waits, and an approval may subscribe: only the latter has a reason. */
        boolean isOf(Deed deed) {
            return has(deed.action()) && deed.givesReason() != reason().isEmpty();
        }
    }

    Enforcement(Item item, List<Event> log, List<Decision> decisions) {
        this.item = item;
        this.decisions = decisions;
        List<Event> group = new ArrayList<>();
        for (Event event : log) {
            if (!group.isEmpty() && !group.get(0).at().equals(event.at())) {
                groups.add(new Group(List.copyOf(group)));
                group.clear();
            }
            if (event.actorKind().equals("admin")) {
                group.add(event);
            }
        }
        if (!group.isEmpty()) {
            groups.add(new Group(group));
        }
    }

    /** What is not as it was confirmed, in words. */
    List<String> findings() {
        int from = 0;
        Optional<Decision> named = Optional.empty();
        for (Decision decision : decisions) {
            int at = find(decision, from);
            if (at >= 0 && decision.outcome() == Outcome.DONE) {
                from = at + 1;
                if (!decision.deed().promises(groups.get(at).last().after())) {
                    findings.add("did not do what it promised: " + decision + ", but: "
                            + groups.get(at).last());
                }
            } else if (decision.outcome() == Outcome.DONE) {
                findings.add("has no event of a decision that was confirmed: " + decision);
            }
            if (decision.deed() == Deed.EDIT) {
                boolean known = decision.outcome() == Outcome.DONE && at >= 0;
                named = known ? Optional.of(decision) : Optional.empty();
            }
        }
        named.ifPresent(this::name);
        twice();
        flags();
        return findings;
    }

    private int find(Decision decision, int from) {
        for (int i = from; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (group.isOf(decision.deed())
                    && (!decision.deed().givesReason() || group.reason().equals(decision.tag()))) {
                return i;
            }
        }
        return -1;
    }

    /** A name stays until the next one, or until an item of which nothing else is left is removed. */
    private void name(Decision edit) {
        boolean removed = groups.stream().anyMatch(group -> group.has("remove"));
        if (!removed && !item.name().equals(edit.tag())) {
            findings.add("is called “%s”, but was named by %s".formatted(item.name(), edit));
        }
    }

    /** A decision happens once, however often its command was delivered. */
    private void twice() {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                if (!groups.get(i).reason().isEmpty()
                        && groups.get(i).reason().equals(groups.get(j).reason())) {
                    findings.add("has a decision twice: " + groups.get(j).last());
                }
            }
        }
    }

    private void flags() {
        boolean blocked = false;
        boolean approved = false;
        for (Group group : groups) {
            if (group.has("unblock")) {
                blocked = false;
            } else if (group.has("block")) {
                blocked |= ignores(group.reason());
            }
            if (group.isOf(Deed.SUBSCRIBE)) {
                approved = true;
            } else if (group.has("deny") || group.has("block") || group.has("remove")) {
                approved = false;
            }
        }
        if (item.blocked() != blocked) {
            findings.add("is %s, which is not what was decided last".formatted(blocked ? "not blocked" : "blocked"));
        }
        if (item.approved() != approved) {
            findings.add("is %s in advance, which is not what was decided last"
                    .formatted(approved ? "not approved" : "approved"));
        }
    }

    private boolean ignores(String tag) {
        return decisions.stream()
                .anyMatch(decision ->
                        decision.deed() == Deed.IGNORE && decision.tag().equals(tag));
    }
}
