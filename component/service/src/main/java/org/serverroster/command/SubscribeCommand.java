package org.serverroster.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.serverroster.evidence.Evidence;
import org.serverroster.evidence.Looks;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

/** XEP-0267 section 2: an administrator subscribes this server to a peer. */
record SubscribeCommand(SubscriptionRules rules, Looks looks) implements Command {

    /** Clients wait as little as 5 s for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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
        Step asking = PeerChange.of(
                form, roster, (now, item, at) -> rules.subscribe(item, admin, at), SubscribeCommand::told);
        return asking instanceof Step.Change change && isNews(roster.find(change.peer()))
                ? new Step.Later(() -> looks.lookNext(change.peer(), PATIENCE)
                        .thenApply(evidence ->
                                new Step.Change(change.peer(), change.rule(), decision -> told(decision, evidence))))
                : asking;
    }

    /** Whether it will be asked, and has not approved yet: else there is nothing to find out. */
    private static boolean isNews(Optional<RosterItem> item) {
        return item.filter(known -> known.blocked() || known.state().to()).isEmpty();
    }

    /** It is asked whatever it announces: its administrators may know better. */
    private static Completion told(Decision decision, Evidence evidence) {
        Completion told = told(decision);
        PeerDomain peer = decision.after().peer();
        if (told.severity() != Completion.Severity.INFO || evidence.announces()) {
            return told;
        }
        String doubt = evidence.announcer()
                .map(component ->
                        ("But %s does not announce that it keeps a server roster (%s), and its component %s does: "
                                        + "perhaps you mean that one.")
                                .formatted(peer, Namespaces.SERVER_PRESENCE, component))
                .orElseGet(() -> unannounced(evidence).formatted(peer.shown()));
        return Completion.warn(told.note() + " " + doubt);
    }

    private static String unannounced(Evidence evidence) {
        if (evidence.unreachable()) {
            return "But %s cannot be reached: its name may be misspelt, or its server away.";
        }
        return evidence.answered()
                ? "But %s does not announce that it keeps a server roster (" + Namespaces.SERVER_PRESENCE
                        + "): it may never answer, or approve what nobody has seen."
                : "But %s did not say in time whether it keeps a server roster.";
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
