package org.serverroster.command;

import java.util.List;
import java.util.Optional;
import org.serverroster.roster.Decision;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;

/**
 * XEP-0162 section 2, "Remove": an administrator is done with a peer. "When the user asks for the removal of an item with
 * subscription='both', the Jabber client SHOULD ask the user whether he wants to revoke the contact's authorization to
 * see the user's presence too."
 */
record RemoveCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "remove";
    static final String REVOKE = "revoke";

    private static final Form FORM = new Form(
            NODE,
            "Removing a Peer Server",
            "Fill out this form to end this server's subscription to a peer server, and to take that server off the roster "
                    + "if it is not subscribed to this one.",
            List.of(
                    PeerChange.PEER_FIELD,
                    new Field.Flag(REVOKE, "Also end its subscription to this server", false, List.of())));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Remove a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public boolean mayAskMore() {
        return true;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        Step removal = removal(admin, form, form.flag(REVOKE), roster);
        return removal instanceof Step.Change change && form.lines(REVOKE).isEmpty()
                ? bothOf(change, roster).<Step>map(item -> ask(form, item)).orElse(removal)
                : removal;
    }

    private Step removal(Jid admin, Submission form, boolean revoke, Roster roster) {
        return PeerChange.of(
                form, roster, (now, item, at) -> rules.remove(item, admin, revoke, at), RemoveCommand::told);
    }

    private static Optional<RosterItem> bothOf(Step.Change change, Roster roster) {
        return roster.find(change.peer()).filter(item -> item.state() == SubscriptionState.BOTH);
    }

    private Step ask(Submission first, RosterItem item) {
        Form second = new Form(
                NODE,
                "Removing " + item.peer(),
                ("%s and this server are subscribed to each other. Shall its subscription to this server end too? If not, "
                                + "it stays on the roster, and goes on seeing this server's presence.")
                        .formatted(item.peer()),
                List.of(new Field.Flag(REVOKE, "Also end its subscription to this server", true, List.of("0"))));
        return new Step.Ask(second, (admin, form, roster) -> removal(admin, first, form.flag(REVOKE), roster));
    }

    private static Completion told(Decision decision) {
        RosterItem before = decision.before();
        RosterItem after = decision.after();
        StringBuilder note = new StringBuilder();
        if (before.state().to()) {
            note.append(" This server's subscription to %s is ended.".formatted(after.peer()));
        } else if (before.state().pendingOut()) {
            note.append(" This server's request to %s is taken back.".formatted(after.peer()));
        }
        if (PeerWords.sends(decision, Kind.UNSUBSCRIBED)) {
            note.append(
                    before.state().from()
                            ? " Its subscription to this server is ended."
                            : " Its request to this server is refused.");
        }
        if (before.approved()) {
            note.append(" It is no longer approved in advance.");
        }
        if (before.isEmpty()) {
            note.append(" Nothing to do: %s is not on the roster.".formatted(after.peer()));
        } else if (after.isEmpty()) {
            note.append(" %s is off the roster.".formatted(after.peer()));
        } else {
            note.append(" %s stays on the roster, for %s."
                    .formatted(after.peer(), after.blocked() ? "it is blocked" : PeerWords.of(after.state())));
        }
        return Completion.info(note.substring(1));
    }
}
