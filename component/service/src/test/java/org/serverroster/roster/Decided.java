package org.serverroster.roster;

import java.time.Instant;
import java.util.List;
import org.serverroster.config.ApprovalAction;
import org.serverroster.config.ApprovalRule;
import org.serverroster.config.DomainPattern;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.PeerDomain;

/** An item in any state, and what a decision on it comes to. */
final class Decided {

    static final Instant BEFORE = Instant.parse("2026-11-19T12:00:00Z");
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Jid ADMIN = Jid.parse("admin@montague.lit/phone");
    static final PeerDomain CAPULET = PeerDomain.parse("capulet.lit");
    static final SubscriptionRules REVERSE = new SubscriptionRules(true, 0);
    static final SubscriptionRules TABLES_ALONE = new SubscriptionRules(false, 0);

    private Decided() {}

    static RosterItem item(SubscriptionState state) {
        return RosterItem.none(CAPULET, BEFORE).in(state, "please", BEFORE);
    }

    static ApprovalRule rule(ApprovalAction action, boolean reciprocate) {
        return new ApprovalRule(DomainPattern.ANY, action, reciprocate);
    }

    static Decision requested(RosterItem item, ApprovalAction action) {
        return REVERSE.requested(item, 0, rule(action, false), "please", "<presence/>", NOW);
    }

    static List<PeerStanza.Kind> sent(Decision decision) {
        return decision.toPeer().stream().map(PeerStanza::kind).toList();
    }

    static List<Action> logged(Decision decision) {
        return decision.events().stream().map(RosterEvent::action).toList();
    }

    static List<Notice.Kind> told(Decision decision) {
        return decision.notices().stream().map(Notice::kind).toList();
    }
}
