package org.serverroster.command;

import java.util.function.Function;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;

/** What the commands about one peer have in common. */
final class PeerChange {

    static final String PEER = "peerjid";
    static final String REASON = "reason";

    /** The label is XEP-0267's. */
    static final Field PEER_FIELD = new Field.Address(PEER, "The domain name of the peer server", true);

    static final Field REASON_FIELD =
            new Field.Text(REASON, "Why, for the peer's administrators and for our own history", 1_000);

    private PeerChange() {}

    /** The change of the peer that the form names, or an error note if a server roster can hold no such peer. */
    static Step of(Submission form, Roster roster, RosterChange.Rule rule, Function<Decision, Completion> told) {
        PeerDomain peer;
        try {
            peer = PeerDomain.parse(form.text(PEER));
        } catch (MalformedJidException e) {
            return new Step.Done(Completion.error("Nothing was done: " + e.getMessage() + "."));
        }
        if (peer.name().equals(roster.domain().name())) {
            return new Step.Done(Completion.error(
                    "Nothing was done: " + peer + " is this server itself, and no server is its own peer."));
        }
        return new Step.Change(peer, rule, told);
    }

    static Completion noRequest(RosterItem item, String verb) {
        return Completion.error("Nothing was done: %s has not asked to subscribe, so there is no request to %s.%s"
                .formatted(item.peer(), verb, PeerWords.stateOf(item)));
    }
}
