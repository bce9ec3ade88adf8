package org.serverroster.cli;

import java.util.List;
import java.util.Optional;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;

/**
 * What a file says of one peer. What it does not say stays as it is. Immutable.
 *
 * @param groups without those that are empty or there twice
 * @param since when the item came to be: told by an export, of no use to an import
 */
record RosterRecord(
        PeerDomain peer,
        Optional<SubscriptionState> state,
        Optional<String> name,
        Optional<List<String>> groups,
        Optional<String> note,
        Optional<Boolean> blocked,
        Optional<String> since) {

    /** The columns of a file, and the names of its members, in order. */
    static final String JID = "jid";

    static final String STATE = "state";
    static final String NAME = "name";
    static final String GROUPS = "groups";
    static final String NOTE = "note";
    static final String BLOCKED = "blocked";
    static final String SINCE = "since";
    static final List<String> FIELDS = List.of(JID, STATE, NAME, GROUPS, NOTE, BLOCKED, SINCE);

    RosterRecord {
        // As the service itself would take them.
        name = name.map(String::strip);
        note = note.map(String::strip);
        groups = groups.map(all -> all.stream()
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList());
    }

    static RosterRecord of(RosterEntry entry) {
        return new RosterRecord(
                entry.peer(),
                Optional.of(entry.state()),
                Optional.of(entry.name()),
                Optional.of(entry.groups()),
                Optional.of(entry.note()),
                Optional.of(entry.blocked()),
                Optional.of(entry.since()));
    }
}
