package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/** An administrator refuses a peer's request. */
record DenyCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "deny";

    private static final Form FORM = new Form(
            NODE,
            "Refusing a Peer Server's Request",
            "Fill out this form to refuse a peer server that asked to subscribe to this server.",
            List.of(PeerChange.PEER_FIELD, PeerChange.REASON_FIELD));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Refuse a Peer Server's Request";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        String reason = form.text(PeerChange.REASON);
        return PeerChange.of(form, roster, (now, item, at) -> rules.deny(item, admin, reason, at), DenyCommand::told);
    }

    static Completion told(Decision decision) {
        RosterItem after = decision.after();
        if (decision.verdict() != Verdict.DONE) {
            return PeerChange.noRequest(after, "refuse");
        }
        return Completion.info((decision.before().state().pendingIn()
                        ? "The request of %s is refused.%s"
                        : "%s has not asked to subscribe, and is no longer approved in advance.%s")
                .formatted(after.peer(), PeerWords.stateOf(after)));
    }
}
