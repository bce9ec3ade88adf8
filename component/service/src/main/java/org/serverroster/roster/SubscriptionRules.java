package org.serverroster.roster;

import static org.serverroster.subscription.SubscriptionType.SUBSCRIBE;
import static org.serverroster.subscription.SubscriptionType.SUBSCRIBED;
import static org.serverroster.subscription.SubscriptionType.UNSUBSCRIBE;
import static org.serverroster.subscription.SubscriptionType.UNSUBSCRIBED;

import java.time.Instant;
import java.util.List;
import org.serverroster.config.ApprovalRule;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;

/**
 * What a server roster adds to the tables of RFC 3921: who may move a state, and what goes with it. Pure functions from
 * an item to a {@link Decision}; nothing here sends or stores. Immutable; any thread.
 *
 * @param approveReverse whether an administrator's subscribe also approves the way back
 * @param maxPending how many requests may wait in one roster; 0: no limit
 */
public record SubscriptionRules(boolean approveReverse, int maxPending) {

    /** Who approved, in the log, where an administrator's own subscribe had approved the way back before. */
    private static final Actor APPROVED_IN_ADVANCE = new Actor.Policy("approved in advance");

    /**
     * An administrator asks to subscribe to the peer (XEP-0267 section 2). With {@code approveReverse} the peer's own
     * request is approved in advance, and one that waits already at once (XEP-0267 section 1).
     */
    public Decision subscribe(RosterItem item, Jid admin, Instant now) {
        if (item.blocked()) {
            return Decision.nothing(item, Verdict.BLOCKED);
        }
        Draft draft = new Draft(item, new Actor.Admin(admin), now);
        if (approveReverse) {
            draft.approveInAdvance(true);
            if (item.state().pendingIn()) {
                draft.outbound(SUBSCRIBED, "").event(Action.APPROVE, "");
            }
        }
        draft.outbound(SUBSCRIBE, "").askAnew();
        // Asking again where nothing changes is no event: it only repeats the stanza, which heals a lost one.
        if (draft.stateChanged() || !item.approved() && approveReverse) {
            draft.event(Action.SUBSCRIBE, "");
        }
        if (item.state().pendingIn() && approveReverse) {
            draft.available();
        }
        return draft.decide(draft.hasEvents() ? Verdict.DONE : Verdict.UNCHANGED);
    }

    /** An administrator approves the peer's request. */
    public Decision approve(RosterItem item, Jid admin, boolean reciprocate, String reason, Instant now) {
        if (item.state().from()) {
            return Decision.nothing(item, Verdict.UNCHANGED);
        }
        if (!item.state().pendingIn()) {
            return Decision.nothing(item, Verdict.NOT_PENDING);
        }
        Draft draft = new Draft(item, new Actor.Admin(admin), now);
        grant(draft, reciprocate, reason);
        return draft.decide(Verdict.DONE);
    }

    /** An administrator refuses the peer's request, or takes back the approval in advance of one that is yet to come. */
    public Decision deny(RosterItem item, Jid admin, String reason, Instant now) {
        boolean approvedAhead = item.approved() && !item.state().from();
        if (!item.state().pendingIn() && !approvedAhead) {
            return Decision.nothing(item, Verdict.NOT_PENDING);
        }
        return new Draft(item, new Actor.Admin(admin), now)
                .approveInAdvance(false)
                .denied(reason)
                .event(Action.DENY, reason)
                .decide(Verdict.DONE);
    }

    /** An administrator ends our subscription to the peer, or takes our request back. */
    public Decision unsubscribe(RosterItem item, Jid admin, String reason, Instant now) {
        Draft draft = new Draft(item, new Actor.Admin(admin), now).outbound(UNSUBSCRIBE, reason);
        return draft.stateChanged()
                ? draft.event(Action.UNSUBSCRIBE, reason).decide(Verdict.DONE)
                : draft.decide(Verdict.UNCHANGED);
    }

    /**
     * An administrator revokes the peer's subscription, or refuses its request: "Block" in XEP-0162 section 2.
     *
     * @param ignore whether later requests are to be dropped unseen
     */
    public Decision block(RosterItem item, Jid admin, boolean ignore, String reason, Instant now) {
        Draft draft = new Draft(item, new Actor.Admin(admin), now)
                .approveInAdvance(false)
                .outbound(UNSUBSCRIBED, reason);
        if (ignore) {
            draft.block(true);
        }
        return draft.changed()
                ? draft.event(Action.BLOCK, reason).decide(Verdict.DONE)
                : Decision.nothing(item, Verdict.UNCHANGED);
    }

    /** An administrator lets the peer's requests be seen again. */
    public Decision unblock(RosterItem item, Jid admin, Instant now) {
        return item.blocked()
                ? new Draft(item, new Actor.Admin(admin), now)
                        .block(false)
                        .event(Action.UNBLOCK, "")
                        .decide(Verdict.DONE)
                : Decision.nothing(item, Verdict.UNCHANGED);
    }

    /**
     * An administrator writes down what a peer is called, where it belongs and what is to be known of it. Each takes the
     * place of what was there; a peer that had no item gets one.
     */
    public Decision edit(RosterItem item, Jid admin, String name, List<String> groups, String note, Instant now) {
        Draft draft = new Draft(item, new Actor.Admin(admin), now).write(name, groups, note);
        return draft.changed()
                ? draft.event(Action.EDIT, "").decide(Verdict.DONE)
                : Decision.nothing(item, Verdict.UNCHANGED);
    }

    /**
     * An administrator is done with the peer: "Remove" in XEP-0162 section 2. Our subscription ends, or our request; the
     * peer's own stays unless it is revoked too, and with it the item.
     *
     * @param revoke whether the peer's subscription ends too, or its request (RFC 3921 section 8.6)
     */
    public Decision remove(RosterItem item, Jid admin, boolean revoke, Instant now) {
        Draft draft = new Draft(item, new Actor.Admin(admin), now)
                .approveInAdvance(false)
                .outbound(UNSUBSCRIBE, "");
        if (revoke) {
            draft.outbound(UNSUBSCRIBED, "");
        }
        draft.forgetIfNothingElseIsLeft();
        return draft.changed() ? draft.event(Action.REMOVE, "").decide(Verdict.DONE) : draft.decide(Verdict.UNCHANGED);
    }

    /**
     * The peer asks to subscribe.
     *
     * @param pendingIn how many requests wait in the roster
     * @param rule the approval rule that matches the peer
     * @param reason the peer's reason, or empty
     * @param stanza the stanza, to be kept whole
     */
    public Decision requested(
            RosterItem item, int pendingIn, ApprovalRule rule, String reason, String stanza, Instant now) {
        if (item.blocked() || item.state().pendingIn()) {
            return Decision.nothing(item, Verdict.UNCHANGED);
        }
        Draft draft = Draft.ofPeer(item, now);
        if (item.state().from()) {
            // Subscribed already: the table replies by itself, and the peer, which did not know, needs our presence.
            return draft.inbound(SUBSCRIBE, reason).available().decide(Verdict.UNCHANGED);
        }
        if (item.approved()) {
            return draft.inbound(SUBSCRIBE, reason)
                    .event(Action.REQUESTED, reason)
                    .actBy(APPROVED_IN_ADVANCE)
                    .outbound(SUBSCRIBED, "")
                    .available()
                    .event(Action.APPROVE, "")
                    .decide(Verdict.DONE);
        }
        return switch (rule.action()) {
            case IGNORE -> Decision.nothing(item, Verdict.UNCHANGED);
            case PROMPT -> {
                if (maxPending > 0 && pendingIn >= maxPending) {
                    yield Decision.nothing(item, Verdict.FULL);
                }
                yield draft.inbound(SUBSCRIBE, reason)
                        .keep(stanza)
                        .event(Action.REQUESTED, reason)
                        .tell(Notice.Kind.REQUESTED, reason)
                        .decide(Verdict.DONE);
            }
            case APPROVE -> {
                draft.inbound(SUBSCRIBE, reason).event(Action.REQUESTED, reason).actBy(policy(rule));
                grant(draft, rule.reciprocate(), "");
                yield draft.decide(Verdict.DONE);
            }
            case DENY ->
                draft.inbound(SUBSCRIBE, reason)
                        .event(Action.REQUESTED, reason)
                        .actBy(policy(rule))
                        .outbound(UNSUBSCRIBED, "")
                        .event(Action.DENY, "")
                        .decide(Verdict.DONE);
        };
    }

    /** The peer ends its subscription to us, or takes its request back. */
    public Decision unsubscribed(RosterItem item, String reason, Instant now) {
        SubscriptionState before = item.state();
        Draft draft = Draft.ofPeer(item, now).inbound(UNSUBSCRIBE, reason);
        if (before.from()) {
            draft.event(Action.LEFT, reason).tell(Notice.Kind.LEFT, reason);
        } else if (before.pendingIn()) {
            draft.event(Action.WITHDRAWN, reason).tell(Notice.Kind.WITHDRAWN, reason);
        }
        return draft.decide(draft.hasEvents() ? Verdict.DONE : Verdict.UNCHANGED);
    }

    /** The peer approves our request. What we did not ask for is no approval. */
    public Decision approved(RosterItem item, String reason, Instant now) {
        return item.state().pendingOut()
                ? Draft.ofPeer(item, now)
                        .inbound(SUBSCRIBED, reason)
                        .event(Action.APPROVED, reason)
                        .tell(Notice.Kind.APPROVED, reason)
                        .decide(Verdict.DONE)
                : Decision.nothing(item, Verdict.UNCHANGED);
    }

    /** The peer refuses our request, or ends the subscription that we had. */
    public Decision refused(RosterItem item, String reason, Instant now) {
        SubscriptionState before = item.state();
        Draft draft = Draft.ofPeer(item, now).inbound(UNSUBSCRIBED, reason);
        if (before.to()) {
            draft.event(Action.REVOKED, reason).tell(Notice.Kind.REVOKED, reason);
        } else if (before.pendingOut()) {
            draft.event(Action.REFUSED, reason).tell(Notice.Kind.REFUSED, reason);
        }
        return draft.decide(draft.hasEvents() ? Verdict.DONE : Verdict.UNCHANGED);
    }

    /**
     * The peer is there, as its available presence to us says, which only a subscriber gets: what is not so any more it has
     * not heard, since its server lost it, and is told once more. Nothing changes here.
     *
     * <p>To a peer whom we ask it says that an approval was lost: its answer to the request, which comes again, is the
     * table's own (RFC 3921 section 9.3, table 3). To one whom we do not ask it says that our end of the subscription was;
     * section 9.2 routes {@code unsubscribe} in every state.
     */
    public Decision seen(RosterItem item, Instant now) {
        if (item.blocked() || item.state().to()) {
            return Decision.nothing(item, Verdict.UNCHANGED);
        }
        return Draft.ofPeer(item, now)
                .outbound(item.state().pendingOut() ? SUBSCRIBE : UNSUBSCRIBE, "")
                .decide(Verdict.UNCHANGED);
    }

    /**
     * The peer refused our probe: by RFC 3921 section 5.1.3 we are not subscribed to it, and have not heard that it ended
     * that. It counts as its {@code unsubscribed}; where it has a request of ours instead, which is not what an
     * administrator asked for, that is taken back.
     *
     * @param pendingThere whether it said that our request waits there
     */
    public Decision probeRefused(RosterItem item, boolean pendingThere, Instant now) {
        if (!item.state().to()) {
            return Decision.nothing(item, Verdict.UNCHANGED);
        }
        Draft draft = Draft.ofPeer(item, now)
                .inbound(UNSUBSCRIBED, "")
                .event(Action.REVOKED, "")
                .tell(Notice.Kind.REVOKED, "");
        if (pendingThere) {
            draft.outbound(UNSUBSCRIBE, "");
        }
        return draft.decide(Verdict.DONE);
    }

    /** Our request came back as an error: it stands, and the administrators are told the first time. */
    public Decision failed(RosterItem item, String reason, Instant now) {
        boolean news = item.asked().filter(asked -> asked.failure().isEmpty()).isPresent();
        return news
                ? Draft.ofPeer(item, now)
                        .failed(reason)
                        .event(Action.FAILED, reason)
                        .tell(Notice.Kind.FAILED, reason)
                        .decide(Verdict.DONE)
                : Decision.nothing(item, Verdict.UNCHANGED);
    }

    private static Actor policy(ApprovalRule rule) {
        return new Actor.Policy(rule.match().toString());
    }

    /** Approving sends {@code subscribed}, then {@code subscribe} unless we are subscribed, then our presence. */
    private static void grant(Draft draft, boolean reciprocate, String reason) {
        draft.outbound(SUBSCRIBED, reason).event(Action.APPROVE, reason);
        if (reciprocate && !draft.state().to()) {
            draft.outbound(SUBSCRIBE, "").askAnew();
            if (draft.stateChanged()) {
                draft.event(Action.SUBSCRIBE, "");
            }
        }
        draft.available();
    }
}
