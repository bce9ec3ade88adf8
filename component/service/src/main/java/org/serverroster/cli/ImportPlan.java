package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/**
 * What an import would do: which commands, for which peers, and what it cannot do. Made once from the roster and the file;
 * nothing but what stands here is ever run. Peers that the file does not name are left alone. Immutable.
 *
 * @param changes one for each peer that is not yet as the file says
 * @param remarks what comes to be other than the file says
 */
record ImportPlan(List<Change> changes, List<Remark> remarks) {

    /**
     * What is to be done about one peer.
     *
     * @param before the item when the plan was made, if there was one
     * @param wanted what the file says
     */
    record Change(PeerDomain peer, Optional<RosterEntry> before, RosterRecord wanted, List<Step> steps) {

        /** Whether the item is still what the plan was made for. */
        boolean fits(Optional<RosterEntry> now) {
            return before.isPresent() == now.isPresent()
                    && (now.isEmpty() || now.get().isAs(before.get()));
        }
    }

    /**
     * One command.
     *
     * @param word that of the command line
     * @param fields of its form, without the peer
     */
    record Step(String word, String node, Map<String, List<String>> fields) {}

    /** Why something comes to be other than the file says. */
    record Remark(PeerDomain peer, String why) {}

    ImportPlan {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
    }

    static ImportPlan of(List<RosterEntry> roster, List<RosterRecord> file) {
        Map<PeerDomain, RosterEntry> known = new LinkedHashMap<>();
        roster.forEach(entry -> known.put(entry.peer(), entry));
        List<Change> changes = new ArrayList<>();
        List<Remark> remarks = new ArrayList<>();
        for (RosterRecord wanted : file) {
            Optional<RosterEntry> before = Optional.ofNullable(known.get(wanted.peer()));
            List<Step> steps = new Steps(before, wanted, remarks).all();
            if (!steps.isEmpty()) {
                changes.add(new Change(wanted.peer(), before, wanted, List.copyOf(steps)));
            }
        }
        return new ImportPlan(changes, remarks);
    }

    int commands() {
        return changes.stream().mapToInt(change -> change.steps().size()).sum();
    }

    /** The making of one peer's commands. Of one thread. */
    private static final class Steps {

        private final RosterRecord wanted;
        private final List<Remark> remarks;
        private final SubscriptionState now;
        private final boolean blocked;
        private final RosterRecord texts;
        private final List<Step> steps = new ArrayList<>();

        Steps(Optional<RosterEntry> before, RosterRecord wanted, List<Remark> remarks) {
            this.wanted = wanted;
            this.remarks = remarks;
            this.now = before.map(RosterEntry::state).orElse(SubscriptionState.NONE);
            this.blocked = before.map(RosterEntry::blocked).orElse(false);
            // Both sides in the form in which a file holds them: else spaces would be a difference for ever.
            this.texts = before.map(RosterRecord::of)
                    .orElse(new RosterRecord(
                            wanted.peer(),
                            Optional.empty(),
                            Optional.of(""),
                            Optional.of(List.of()),
                            Optional.of(""),
                            Optional.empty(),
                            Optional.empty()));
        }

        List<Step> all() {
            boolean block = wanted.blocked().orElse(blocked);
            if (blocked && !block) {
                step("unblock", Nodes.UNBLOCK, Map.of());
            }
            SubscriptionState state = wanted.state().orElse(now);
            if (block && !blocked) {
                // Ends the peer's subscription, or refuses its request, with it.
                step("block", Nodes.BLOCK, Map.of("ignore", List.of("1")));
            } else if (state != now) {
                inbound(state);
            }
            if (state != now) {
                outbound(state, block);
            }
            edit();
            return steps;
        }

        /** What the peer has of us. */
        private void inbound(SubscriptionState state) {
            if (state.pendingIn()) {
                if (!now.pendingIn()) {
                    remark(state, now.from() ? "it was let in since" : "it has to ask by itself");
                }
            } else if (state.from() && now.pendingIn()) {
                // Never more than that: an import asks no peer that the preview does not name.
                step("approve", Nodes.APPROVE, Map.of("reciprocate", List.of("0")));
            } else if (state.from() && !now.from()) {
                remark(state, "it has to ask first");
            } else if (!state.from() && now.from()) {
                step("block", Nodes.BLOCK, Map.of("ignore", List.of("0")));
            } else if (!state.from() && now.pendingIn()) {
                step("deny", Nodes.DENY, Map.of());
            }
        }

        /** What we have of the peer. */
        private void outbound(SubscriptionState state, boolean block) {
            boolean want = state.to() || state.pendingOut();
            boolean have = now.to() || now.pendingOut();
            if (want && !have && block) {
                remark(state, "it is blocked, and nobody asks a blocked peer");
            } else if (want && !have) {
                step("subscribe", Nodes.SUBSCRIBE, Map.of());
                if (now.pendingIn() && state.pendingIn()) {
                    remark(state, "to subscribe also approves the request that waits");
                }
            } else if (!want && have) {
                step("unsubscribe", Nodes.UNSUBSCRIBE, Map.of());
            }
        }

        private void edit() {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            wanted.name()
                    .filter(name -> differs(name, texts.name()))
                    .ifPresent(name -> fields.put(RosterRecord.NAME, List.of(name)));
            wanted.groups()
                    .filter(groups -> differs(groups, texts.groups()))
                    .ifPresent(groups -> fields.put(RosterRecord.GROUPS, groups.isEmpty() ? List.of("") : groups));
            wanted.note()
                    .filter(note -> differs(note, texts.note()))
                    .ifPresent(note -> fields.put(RosterRecord.NOTE, List.of(note)));
            if (!fields.isEmpty()) {
                step("edit", Nodes.EDIT, fields);
            }
        }

        private static <T> boolean differs(T value, Optional<T> other) {
            return !Optional.of(value).equals(other);
        }

        private void step(String word, String node, Map<String, List<String>> fields) {
            steps.add(new Step(word, node, fields));
        }

        private void remark(SubscriptionState state, String why) {
            remarks.add(new Remark(wanted.peer(), "the file says " + state + ", here it is " + now + ": " + why));
        }
    }
}
