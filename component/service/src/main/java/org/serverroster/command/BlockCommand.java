package org.serverroster.command;

import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/** XEP-0162 section 2, "Block": an administrator revokes a peer's subscription, and may have its requests ignored. */
record BlockCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "block";
    static final String IGNORE = "ignore";

    private static final Form FORM = new Form(
            NODE,
            "Blocking a Peer Server",
            "Fill out this form to end a peer server's subscription to this server, or to refuse its request.",
            List.of(
                    PeerChange.PEER_FIELD,
                    Field.Flag.of(IGNORE, "Drop its later requests unseen", false),
                    PeerChange.REASON_FIELD));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Block a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        boolean ignore = form.flag(IGNORE);
        String reason = form.text(PeerChange.REASON);
        return PeerChange.of(
                form, roster, (now, item, at) -> rules.block(item, admin, ignore, reason, at), BlockCommand::told);
    }

    private static Completion told(Decision decision) {
        RosterItem before = decision.before();
        RosterItem after = decision.after();
        if (decision.verdict() != Verdict.DONE) {
            return Completion.info("Nothing to do: %s is not subscribed to this server, and has not asked to be.%s"
                    .formatted(after.peer(), PeerWords.stateOf(after)));
        }
        StringBuilder note = new StringBuilder();
        if (before.state().from()) {
            note.append("The subscription of %s to this server is ended.".formatted(after.peer()));
        } else if (before.state().pendingIn()) {
            note.append("The request of %s is refused.".formatted(after.peer()));
        } else if (before.approved()) {
            note.append("%s is no longer approved in advance.".formatted(after.peer()));
        } else {
            note.append("%s is blocked.".formatted(after.peer()));
        }
        note.append(after.blocked() ? " Its later requests are dropped unseen." : "");
        return Completion.info(note.append(PeerWords.stateOf(after)).toString());
    }
}
