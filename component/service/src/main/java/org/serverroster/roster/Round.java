package org.serverroster.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes decided one upon the other, to be committed together. Immutable.
 *
 * @param all in order
 * @param decisions those that were made
 * @param writing those of them that have anything to write
 * @param outbox what the peers are owed then
 */
record Round(List<Decided> all, List<Decision> decisions, List<Decision> writing, OutboxChange outbox) {

    /** A change, what its rule made of it (empty: the rule failed), and the version of the roster with it. */
    record Decided(RosterChange change, Optional<Decision> decision, long version) {}

    static Round of(List<Decided> all) {
        List<Decision> decisions = new ArrayList<>(all.size());
        List<Decision> writing = new ArrayList<>(all.size());
        for (Decided decided : all) {
            decided.decision().ifPresent(decisions::add);
            decided.decision().filter(Decision::writes).ifPresent(writing::add);
        }
        return new Round(all, decisions, writing, OutboxChange.of(writing));
    }
}
