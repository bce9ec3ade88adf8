package org.serverroster.roster;

import java.util.List;
import java.util.Optional;

/**
 * Changes decided one upon the other, to be committed together. Immutable.
 *
 * @param all in order
 * @param after the roster that they come to
 * @param decisions those that were made
 * @param writing those of them that have anything to write
 * @param outbox what the peers are owed then
 */
record Round(List<Decided> all, Roster after, List<Decision> decisions, List<Decision> writing, OutboxChange outbox) {

    /** A change, what its rule made of it (empty: the rule failed), and the roster that this comes to. */
    record Decided(RosterChange change, Optional<Decision> decision, Roster after) {}

    static Round of(List<Decided> all, Roster after) {
        List<Decision> decisions =
                all.stream().flatMap(decided -> decided.decision().stream()).toList();
        List<Decision> writing = decisions.stream().filter(Decision::writes).toList();
        return new Round(all, after, decisions, writing, OutboxChange.of(writing));
    }
}
