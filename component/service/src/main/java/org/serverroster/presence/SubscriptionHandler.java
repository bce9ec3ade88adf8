package org.serverroster.presence;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.serverroster.config.ApprovalRules;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterChange.Rule;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Outcome;
import org.serverroster.router.Router;
import org.serverroster.stream.StanzaBytes;
import org.serverroster.subscription.SubscriptionType;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
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

    /** All of a stanza that its answer needs. */
    private record Envelope(String id, Jid from, Jid to) {

        static Envelope of(Inbound<Presence> in) {
            return new Envelope(in.stanza().getID(), in.from(), in.to());
        }

        Inbound<Presence> open() {
            Presence presence = new Presence();
            if (id != null) {
                presence.setID(id);
            }
            return new Inbound<>(presence, from, to);
        }
    }

    private final SubscriptionRules rules;
    private final ApprovalRules approval;
    private final RequestLimiter limiter;
    private final AtomicLong beyondPending = new AtomicLong();

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
                                reason -> (r, item, now) -> rules.unsubscribed(item, reason, now),
                                tryLater(Envelope.of(in))))
                .presence(
                        Presence.Type.subscribed,
                        (in, roster) -> answer(
                                in,
                                SubscriptionType.SUBSCRIBED,
                                roster,
                                reason -> (r, item, now) -> rules.approved(item, reason, now)))
                .presence(
                        Presence.Type.unsubscribed,
                        (in, roster) -> answer(
                                in,
                                SubscriptionType.UNSUBSCRIBED,
                                roster,
                                reason -> (r, item, now) -> rules.refused(item, reason, now)));
    }

    /** What bounds this: how many may ask, how often, and how many requests may wait. */
    List<Bounded> bounds(IntSupplier pending) {
        return List.of(
                limiter.remembered(),
                limiter.admitted(),
                new Bounded("pending", rules.maxPending(), pending, beyondPending::get));
    }

    private Outcome subscribe(Inbound<Presence> in, Roster roster) {
        if (in.from().hasLocal()) {
            return Outcome.answer(Stanzas.presence(in.to().bare(), in.from().bare(), Presence.Type.unsubscribed));
        }
        PeerDomain peer = peer(in);
        if (!limiter.admitsRequest(peer)) {
            return Outcome.answer(wait(in, "too many requests; try again in a minute"));
        }
        // What waits keeps the text, but not the elements: of a stanza that is all tags they are many times its size.
        String stanza = StanzaBytes.text(in.stanza().getElement());
        String reason = reason(in);
        Envelope envelope = Envelope.of(in);
        return Outcome.change(new RosterChange(
                peer,
                (now, item, at) -> rules.requested(item, now.pendingIn(), approval.ruleFor(peer), reason, stanza, at),
                decision -> decision.verdict() == Verdict.FULL ? List.of(full(envelope)) : List.of(),
                tryLater(envelope),
                2 * stanza.length()));
    }

    /** A {@code subscribed} or {@code unsubscribed} is never answered, not even where it can not be taken: it can loop. */
    private Outcome answer(Inbound<Presence> in, SubscriptionType type, Roster roster, Function<String, Rule> rule) {
        return take(in, type, roster, rule, refusal -> List.of());
    }

    private Outcome take(
            Inbound<Presence> in,
            SubscriptionType type,
            Roster roster,
            Function<String, Rule> rule,
            Function<RosterChange.Refusal, List<Packet>> refuse) {
        if (in.from().hasLocal() || !limiter.admitsAnswer(peer(in), type, roster.find(peer(in)))) {
            return Outcome.nothing();
        }
        return Outcome.change(new RosterChange(peer(in), rule.apply(reason(in)), decision -> List.of(), refuse));
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

    private Packet full(Envelope envelope) {
        beyondPending.incrementAndGet();
        return wait(envelope.open(), "too many requests wait here; try again later");
    }

    private static Function<RosterChange.Refusal, List<Packet>> tryLater(Envelope envelope) {
        return refusal -> List.of(wait(envelope.open(), "this can not be taken at the moment; try again later"));
    }

    private static Packet wait(Inbound<Presence> in, String text) {
        return Stanzas.error(in, PacketError.Condition.resource_constraint, PacketError.Type.wait, text);
    }
}
