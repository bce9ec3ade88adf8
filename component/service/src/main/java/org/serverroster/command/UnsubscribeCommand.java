package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/** An administrator ends our subscription to a peer, or takes our request back. */
record UnsubscribeCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "unsubscribe";

    private static final Form FORM = new Form(
            NODE,
            "Unsubscribing from a Peer Server",
            "Fill out this form to end this server's subscription to a peer server, or to take back its request.",
            List.of(PeerChange.PEER_FIELD, PeerChange.REASON_FIELD));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Unsubscribe from a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        String reason = form.text(PeerChange.REASON);
        return PeerChange.of(
                form, roster, (now, item, at) -> rules.unsubscribe(item, admin, reason, at), UnsubscribeCommand::told);
    }

    private static Completion told(Decision decision) {
        RosterItem after = decision.after();
        String done;
        if (decision.verdict() != Verdict.DONE) {
            done = "Nothing to do: this server is not subscribed to %s, and has not asked to be.";
        } else if (decision.before().state().to()) {
            done = "This server's subscription to %s is ended.";
        } else {
            done = "This server's request to %s is taken back.";
        }
        return Completion.info(done.formatted(after.peer()) + PeerWords.stateOf(after));
    }
}
