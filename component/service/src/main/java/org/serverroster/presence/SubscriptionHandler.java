package org.serverroster.presence;

import java.util.List;
import java.util.function.Function;
import org.serverroster.config.ApprovalRules;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterChange.Rule;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Outcome;
import org.serverroster.router.Router;
import org.serverroster.subscription.SubscriptionType;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * What peers say about subscriptions: {@code subscribe}, {@code unsubscribe}, {@code subscribed} and
 * {@code unsubscribed} (RFC 3921 section 9.3). Each becomes a change of the peer's item; whether it changes anything, the
 * roster thread finds. Owned by the stream's reader thread.
 */
final class SubscriptionHandler {

    private static final int REASON_LENGTH = 1_000;

    private final SubscriptionRules rules;
    private final ApprovalRules approval;
    private final RequestLimiter limiter;

    SubscriptionHandler(SubscriptionRules rules, ApprovalRules approval, RequestLimiter limiter) {
        this.rules = rules;
        this.approval = approval;
        this.limiter = limiter;
    }

    void register(Router.Builder router) {
        router.presence(Presence.Type.subscribe, this::subscribe)
                .presence(
                        Presence.Type.unsubscribe,
                        (in, roster) -> take(
                                in,
                                SubscriptionType.UNSUBSCRIBE,
                                roster,
                                (r, item, now) -> rules.unsubscribed(item, reason(in), now),
                                refusal -> List.of(later(in))))
                .presence(
                        Presence.Type.subscribed,
                        (in, roster) -> answer(
                                in,
                                SubscriptionType.SUBSCRIBED,
                                roster,
                                (r, item, now) -> rules.approved(item, reason(in), now)))
                .presence(
                        Presence.Type.unsubscribed,
                        (in, roster) -> answer(
                                in,
                                SubscriptionType.UNSUBSCRIBED,
                                roster,
                                (r, item, now) -> rules.refused(item, reason(in), now)));
    }

    private Outcome subscribe(Inbound<Presence> in, Roster roster) {
        if (in.from().hasLocal()) {
            return Outcome.answer(Stanzas.presence(in.to().bare(), in.from().bare(), Presence.Type.unsubscribed));
        }
        PeerDomain peer = peer(in);
        if (!limiter.admitsRequest(peer)) {
            return Outcome.answer(wait(in, "too many requests; try again in a minute"));
        }
        String stanza = in.stanza().toXML();
        return Outcome.change(new RosterChange(
                peer,
                (now, item, at) ->
                        rules.requested(item, now.pendingIn(), approval.ruleFor(peer), reason(in), stanza, at),
                decision -> decision.verdict() == Verdict.FULL
                        ? List.of(wait(in, "too many requests wait here; try again later"))
                        : List.of(),
                refusal -> List.of(later(in))));
    }

    /** A {@code subscribed} or {@code unsubscribed} is never answered, not even where it can not be taken: it can loop. */
    private Outcome answer(Inbound<Presence> in, SubscriptionType type, Roster roster, Rule rule) {
        return take(in, type, roster, rule, refusal -> List.of());
    }

    private Outcome take(
            Inbound<Presence> in,
            SubscriptionType type,
            Roster roster,
            Rule rule,
            Function<RosterChange.Refusal, List<Packet>> refuse) {
        if (in.from().hasLocal() || !limiter.admitsAnswer(peer(in), type, roster.find(peer(in)))) {
            return Outcome.nothing();
        }
        return Outcome.change(new RosterChange(peer(in), rule, decision -> List.of(), refuse));
    }

    private static PeerDomain peer(Inbound<Presence> in) {
        return new PeerDomain(in.from().domain());
    }

    private static String reason(Inbound<Presence> in) {
        String status = in.stanza().getStatus();
        if (status == null) {
            return "";
        }
        String reason = status.strip();
        return reason.length() <= REASON_LENGTH
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, reason.codePointCount(0, REASON_LENGTH) - 1));
    }

    private static Packet later(Inbound<Presence> in) {
        return wait(in, "this can not be taken at the moment; try again later");
    }

    private static Packet wait(Inbound<Presence> in, String text) {
        return Stanzas.error(in, PacketError.Condition.resource_constraint, PacketError.Type.wait, text);
    }
}
