package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/** An administrator lets a blocked peer's requests be seen again. */
record UnblockCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "unblock";

    private static final Form FORM = new Form(
            NODE,
            "Unblocking a Peer Server",
            "Fill out this form to let a blocked peer server's requests be seen again.",
            List.of(PeerChange.PEER_FIELD));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Unblock a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        return PeerChange.of(form, roster, (now, item, at) -> rules.unblock(item, admin, at), UnblockCommand::told);
    }

    private static Completion told(Decision decision) {
        RosterItem after = decision.after();
        return Completion.info((decision.verdict() == Verdict.DONE
                                ? "%s is unblocked: you will be told of its next request."
                                : "Nothing to do: %s is not blocked.")
                        .formatted(after.peer())
                + PeerWords.stateOf(after));
    }
}
