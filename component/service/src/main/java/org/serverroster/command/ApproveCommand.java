package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/**
 * An administrator approves a peer's request.
 *
 * @param reciprocate whether that also asks the peer to let us subscribe, unless the form says otherwise
 */
record ApproveCommand(SubscriptionRules rules, boolean reciprocate) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "approve";
    static final String RECIPROCATE = "reciprocate";

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Approve a Peer Server's Request";
    }

    @Override
    public Form form() {
        return new Form(
                NODE,
                "Approving a Peer Server's Request",
                "Fill out this form to let a peer server that asked for it subscribe to this server.",
                List.of(
                        PeerChange.PEER_FIELD,
                        Field.Flag.of(RECIPROCATE, "Also ask to subscribe to the peer server", reciprocate),
                        PeerChange.REASON_FIELD));
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        boolean andSubscribe = form.flag(RECIPROCATE);
        String reason = form.text(PeerChange.REASON);
        return PeerChange.of(
                form,
                roster,
                (now, item, at) -> rules.approve(item, admin, andSubscribe, reason, at),
                ApproveCommand::told);
    }

    static Completion told(Decision decision) {
        RosterItem after = decision.after();
        return switch (decision.verdict()) {
            case DONE ->
                Completion.info("The request of " + after.peer() + " is approved"
                        + (PeerWords.sends(decision, Kind.SUBSCRIBE)
                                ? ", and it is asked to let this server subscribe in turn"
                                : "")
                        + "." + PeerWords.stateOf(after));
            case UNCHANGED ->
                Completion.info(
                        "Nothing to do: %s is subscribed already.%s".formatted(after.peer(), PeerWords.stateOf(after)));
            default -> PeerChange.noRequest(after, "approve");
        };
    }
}
