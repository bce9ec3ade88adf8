package org.serverroster.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;

/**
 * One item of the roster, as the service lists it. Immutable.
 *
 * @param groups those that it is in, without the one under which lists show those in none
 * @param available whether the peer is, where that has been heard
 * @param announces whether the peer announces a server roster, where it has been looked at
 * @param since when the item came to be, as XEP-0082 writes it
 */
record RosterEntry(
        PeerDomain peer,
        SubscriptionState state,
        String name,
        List<String> groups,
        String note,
        boolean approved,
        boolean blocked,
        Optional<Boolean> available,
        Optional<Boolean> announces,
        String since) {

    static final TextTable.Columns COLUMNS =
            TextTable.columns("PEER", "STATE", "AVAILABLE", "NAME", "GROUPS", "FLAGS", "NOTE", "SINCE");

    /** XEP-0162 section 3: where lists show who is subscribed to us and in no group. */
    private static final String OBSERVERS = "Observers";

    RosterEntry {
        groups = List.copyOf(groups);
    }

    static RosterEntry of(Row row) throws CliException {
        SubscriptionState state = SubscriptionState.named(row.text("state"))
                .orElseThrow(() -> new CliException(
                        ExitCode.PROTOCOL, "the service lists a state that is none: '" + row.text("state") + "'"));
        List<String> groups = row.lines("groups");
        return new RosterEntry(
                peer(row),
                state,
                row.text("name"),
                state == SubscriptionState.FROM && groups.equals(List.of(OBSERVERS)) ? List.of() : groups,
                row.text("note"),
                row.flag("approved").orElse(false),
                row.flag("blocked").orElse(false),
                row.flag("available"),
                row.flag("announces"),
                row.text("since"));
    }

    static PeerDomain peer(Row row) throws CliException {
        try {
            return PeerDomain.parse(row.text("peerjid"));
        } catch (MalformedJidException e) {
            throw new CliException(ExitCode.PROTOCOL, "the service lists a peer that is none: " + e.getMessage());
        }
    }

    List<String> cells() {
        return List.of(
                peer.shown(),
                state.rfcName(),
                available.map(TextTable::yesOrNo).orElse(""),
                name,
                String.join("\n", groups),
                Stream.of(
                                approved ? "approved" : "",
                                blocked ? "blocked" : "",
                                announces.orElse(true) ? "" : "no support")
                        .filter(flag -> !flag.isEmpty())
                        .collect(Collectors.joining("\n")),
                note,
                since);
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jid", peer.toString());
        members.put("state", state.rfcName());
        members.put("name", name);
        members.put("groups", groups);
        members.put("note", note);
        members.put("subscription", state.subscription());
        members.put("ask", state.pendingOut());
        members.put("request", state.pendingIn());
        members.put("approved", approved);
        members.put("blocked", blocked);
        members.put("available", available);
        members.put("announces", announces);
        members.put("since", since);
        return members;
    }

    /** Whether both are the same but for what changes by itself. */
    boolean isAs(RosterEntry other) {
        return peer.equals(other.peer)
                && state == other.state
                && blocked == other.blocked
                && name.equals(other.name)
                && groups.equals(other.groups)
                && note.equals(other.note);
    }
}
