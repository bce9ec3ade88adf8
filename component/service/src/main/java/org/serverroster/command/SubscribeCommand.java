package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/** XEP-0267 section 2: an administrator subscribes this server to a peer. */
record SubscribeCommand(SubscriptionRules rules) implements Command {

    private static final Form FORM = new Form(
            Namespaces.ADMIN,
            "Subscribing to a Peer Server",
            "Fill out this form to subscribe your server to a peer server.",
            List.of(PeerChange.PEER_FIELD));

    @Override
    public String node() {
        return Namespaces.SERVER_BUDDY;
    }

    @Override
    public String name() {
        return "Subscribe to a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        return PeerChange.of(form, roster, (now, item, at) -> rules.subscribe(item, admin, at), SubscribeCommand::told);
    }

    private static Completion told(Decision decision) {
        RosterItem after = decision.after();
        if (decision.verdict() == Verdict.BLOCKED) {
            return Completion.error("Nothing was done: " + after.peer()
                    + " is blocked. Unblock it first if you want to subscribe to it.");
        }
        StringBuilder note = new StringBuilder();
        if (decision.before().state().to()) {
            note.append("This server is subscribed to %s already.".formatted(after.peer()));
        } else if (decision.before().state().pendingOut()) {
            note.append("%s was asked before and has not answered; it is asked again.".formatted(after.peer()));
        } else {
            note.append("%s is asked to let this server subscribe to it.".formatted(after.peer()));
        }
        if (PeerWords.sends(decision, Kind.SUBSCRIBED)) {
            note.append(" Its own request, which was waiting, is approved.");
        } else if (after.approved() && !after.state().from()) {
            note.append(" Should it ask to subscribe to this server, it will be approved.");
        }
        return Completion.info(note.append(PeerWords.stateOf(after)).toString());
    }
}
