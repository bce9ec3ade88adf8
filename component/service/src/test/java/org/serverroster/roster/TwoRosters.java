package org.serverroster.roster;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/**
 * Two rosters wired to each other: what one's decision sends to its peer arrives at the other, in order, unless it is
 * lost or doubled. Each side also keeps what its administrator said, apart from the rules, to hold the rules against.
 */
final class TwoRosters {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /** What an administrator can say. */
    enum Word {
        SUBSCRIBE,
        APPROVE,
        APPROVE_ONLY,
        DENY,
        UNSUBSCRIBE,
        BLOCK,
        BLOCK_AND_IGNORE,
        UNBLOCK,
        EDIT,
        REMOVE,
        REMOVE_AND_REVOKE
    }

    /** A presence on its way: what decisions send, and what both say and ask when they attach. */
    enum Said {
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        AVAILABLE,
        UNAVAILABLE,
        PROBE,
        FORBIDDEN,
        NOT_AUTHORIZED;

        static Said of(Kind kind) {
            return valueOf(kind.name());
        }
    }

    /** How what one side sends comes to the other. */
    interface Line {
        /** A decision was carried out: its stanzas leave. */
        void committed(Decision decision);

        /** A stanza that no decision owes. */
        void offer(Said said);
    }

    /** Everything arrives, unless the test takes it out of the other's inbox. */
    private record Direct(Side to) implements Line {

        @Override
        public void committed(Decision decision) {
            decision.toPeer().forEach(stanza -> offer(Said.of(stanza.kind())));
        }

        @Override
        public void offer(Said said) {
            to.inbox.add(said);
        }
    }

    /** One of the two. */
    static final class Side {

        private static final ApprovalRule PROMPT = new ApprovalRule(DomainPattern.ANY, ApprovalAction.PROMPT, false);

        private final SubscriptionRules rules;
        private final Jid admin;
        final Deque<Said> inbox = new ArrayDeque<>();
        private final Set<Ending> ended = new LinkedHashSet<>();
        private boolean askedAgain;
        private RosterItem item;
        private Side other;
        private Line line;

        /** The administrator lets the peer see us: approved it, or subscribed where that approves; and not since taken back. */
        private boolean letsIn;

        /** That was so at some time. */
        private boolean everLetIn;

        /** The administrator wants to see the peer: subscribed, or approved with reciprocation; and not since taken back. */
        private boolean wantsTo;

        Side(String name, String peer, boolean approveReverse) {
            rules = new SubscriptionRules(approveReverse, 0);
            admin = Jid.parse("admin@" + name);
            item = RosterItem.none(PeerDomain.parse(peer), NOW);
        }

        RosterItem item() {
            return item;
        }

        void say(Word word) {
            Decision decision = switch (word) {
                case SUBSCRIBE -> rules.subscribe(item, admin, NOW);
                case APPROVE -> rules.approve(item, admin, true, "", NOW);
                case APPROVE_ONLY -> rules.approve(item, admin, false, "", NOW);
                case DENY -> rules.deny(item, admin, "", NOW);
                case UNSUBSCRIBE -> rules.unsubscribe(item, admin, "", NOW);
                case BLOCK -> rules.block(item, admin, false, "", NOW);
                case BLOCK_AND_IGNORE -> rules.block(item, admin, true, "", NOW);
                case UNBLOCK -> rules.unblock(item, admin, NOW);
                case EDIT -> rules.edit(item, admin, "a name", List.of("a group"), "a note", NOW);
                case REMOVE -> rules.remove(item, admin, false, NOW);
                case REMOVE_AND_REVOKE -> rules.remove(item, admin, true, NOW);
            };
            remember(word, decision.verdict());
            carryOut(decision);
        }

        private void remember(Word word, Verdict verdict) {
            boolean refused = verdict == Verdict.BLOCKED
                    || verdict == Verdict.NOT_PENDING
                    || word == Word.APPROVE && verdict == Verdict.UNCHANGED;
            switch (word) {
                case SUBSCRIBE -> {
                    wantsTo |= !refused;
                    letsIn |= !refused && rules.approveReverse();
                }
                case APPROVE, APPROVE_ONLY -> {
                    letsIn |= !refused;
                    wantsTo |= !refused && word == Word.APPROVE;
                }
                case DENY, BLOCK, BLOCK_AND_IGNORE -> letsIn = refused && letsIn;
                case UNSUBSCRIBE -> wantsTo = false;
                case REMOVE -> {
                    wantsTo = false;
                    letsIn &= item.state().from();
                }
                case REMOVE_AND_REVOKE -> {
                    wantsTo = false;
                    letsIn = false;
                }
                case UNBLOCK, EDIT -> {}
            }
            everLetIn |= letsIn;
        }

        /** The oldest stanza on its way to this side arrives. */
        void receive() {
            switch (inbox.remove()) {
                case SUBSCRIBE -> carryOut(rules.requested(item, 0, PROMPT, "", "", NOW));
                case SUBSCRIBED -> carryOut(rules.approved(item, "", NOW));
                case UNSUBSCRIBE -> carryOut(rules.unsubscribed(item, "", NOW));
                case UNSUBSCRIBED -> carryOut(rules.refused(item, "", NOW));
                case AVAILABLE -> see();
                case UNAVAILABLE -> {}
                case PROBE -> answerProbe();
                case FORBIDDEN -> carryOut(rules.probeRefused(item, false, NOW));
                case NOT_AUTHORIZED -> carryOut(rules.probeRefused(item, true, NOW));
            }
        }

        /** To whom we ask it is answered once an attach: else a line that loses each approval would have us ask for ever. */
        private void see() {
            boolean again = askedAgain && item.state().pendingOut();
            askedAgain |= item.state().pendingOut();
            if (!again) {
                carryOut(rules.seen(item, NOW));
            }
        }

        /** "A blocked peer gets no answer." */
        private void answerProbe() {
            if (!item.blocked()) {
                line.offer(
                        item.state().from()
                                ? Said.AVAILABLE
                                : item.state().pendingIn() ? Said.NOT_AUTHORIZED : Said.FORBIDDEN);
            }
        }

        /** The oldest stanza on its way to this side never arrives. */
        void lose() {
            inbox.remove();
        }

        /** The oldest stanza on its way to this side arrives twice. */
        void duplicate() {
            inbox.addFirst(inbox.element());
        }

        /**
         * "On attaching: available presence to every From and Both, a probe to every To and Both, and the unanswered
         * subscribe of every pending-out item again"; and what was ended.
         */
        void attach() {
            askedAgain = false;
            if (item.state().from()) {
                line.offer(Said.AVAILABLE);
            }
            if (item.state().to()) {
                line.offer(Said.PROBE);
            }
            if (item.state().pendingOut()) {
                line.offer(Said.SUBSCRIBE);
            }
            ended.stream().filter(ending -> ending.holdsIn(item)).forEach(ending -> line.offer(Said.of(ending.kind())));
        }

        private void carryOut(Decision decision) {
            decision.events().forEach(event -> ended.addAll(Ending.of(event)));
            askedAgain &= decision.after().state().pendingOut();
            item = decision.after().isEmpty() ? RosterItem.none(item.peer(), NOW) : decision.after();
            line.committed(decision);
        }

        /** Why this side's state is one that an administrator did not consent to; empty: it is not. */
        String violation() {
            if (item.state().from() && !letsIn) {
                return "the peer is subscribed to " + admin.domain() + " without its administrator's word";
            }
            if (item.state().pendingOut() && !wantsTo) {
                return admin.domain() + " asks without its administrator's word";
            }
            if (item.state().to() && !wantsTo) {
                return admin.domain() + " is subscribed without its administrator's word";
            }
            if (item.state().to() && !other.everLetIn) {
                return admin.domain() + " is subscribed without the word of the peer's administrator";
            }
            return "";
        }

        @Override
        public String toString() {
            return item.state() + (item.approved() ? " approved" : "") + (item.blocked() ? " blocked" : "") + " "
                    + inbox;
        }
    }

    final Side montague;
    final Side capulet;

    TwoRosters(boolean montagueApprovesReverse, boolean capuletApprovesReverse) {
        montague = new Side("montague.lit", "capulet.lit", montagueApprovesReverse);
        capulet = new Side("capulet.lit", "montague.lit", capuletApprovesReverse);
        montague.other = capulet;
        capulet.other = montague;
        montague.line = new Direct(capulet);
        capulet.line = new Direct(montague);
    }

    /** The side speaks to the other over that from now on. */
    void connect(Side side, Line line) {
        side.line = line;
    }

    Side other(Side side) {
        return side.other;
    }

    Side side(boolean first) {
        return first ? montague : capulet;
    }

    /** Everything on its way arrives. */
    void flow() {
        while (!montague.inbox.isEmpty() || !capulet.inbox.isEmpty()) {
            if (!montague.inbox.isEmpty()) {
                montague.receive();
            }
            if (!capulet.inbox.isEmpty()) {
                capulet.receive();
            }
        }
    }

    /** Where the two do not mirror each other; empty: they do. */
    String asymmetry() {
        return asymmetry(montague, capulet) + asymmetry(capulet, montague);
    }

    private static String asymmetry(Side here, Side there) {
        String found = "";
        if (here.item.state().to() != there.item.state().from()) {
            found += here.admin.domain() + (here.item.state().to() ? " has To alone; " : " lacks To; ");
        }
        if (here.item.state().pendingOut() != there.item.state().pendingIn() && !there.item.blocked()) {
            found += here.admin.domain()
                    + (here.item.state().pendingOut() ? " has Pending Out alone; " : " lacks Pending Out; ");
        }
        return found;
    }

    String violation() {
        return montague.violation() + capulet.violation();
    }

    @Override
    public String toString() {
        return "montague.lit " + montague + ", capulet.lit " + capulet;
    }
}
