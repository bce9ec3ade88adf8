package org.serverroster.presence;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Outcome;
import org.serverroster.router.Router;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * What peers say about their presence, and ask about ours: available, unavailable, {@code probe} and {@code error} (RFC
 * 3921 section 5.1). Owned by the stream's reader thread.
 */
final class PresenceHandler {

    private static final int TEXT_LENGTH = 300;

    private final SubscriptionRules rules;
    private final PeerPresence presence;
    private final PeerStanzas stanzas;
    private final BiConsumer<Jid, Boolean> told;
    private final Predicate<Jid> follows;
    private final RequestLimiter limiter;
    private final Reach reach;

    /**
     * @param follows who may send us presence to follow the roster, which says nothing of a subscription
     * @param limiter of what presence may lead to, of its own: no presence takes away from what may be asked
     */
    PresenceHandler(
            SubscriptionRules rules,
            PeerPresence presence,
            PeerStanzas stanzas,
            BiConsumer<Jid, Boolean> told,
            Predicate<Jid> follows,
            RequestLimiter limiter,
            Reach reach) {
        this.rules = rules;
        this.presence = presence;
        this.stanzas = stanzas;
        this.told = told;
        this.follows = follows;
        this.limiter = limiter;
        this.reach = reach;
    }

    void register(Router.Builder router) {
        router.presence(null, (in, roster) -> told(in, roster, true))
                .presence(Presence.Type.unavailable, (in, roster) -> told(in, roster, false))
                .presence(Presence.Type.probe, this::probe)
                .presence(Presence.Type.error, this::error);
    }

    private Outcome told(Inbound<Presence> in, Roster roster, boolean available) {
        told.accept(in.from(), available);
        PeerDomain peer = new PeerDomain(in.from().domain());
        SubscriptionState state = state(roster, peer);
        // An approval is followed at once by presence, which so arrives here before the approval is committed.
        if (!in.from().hasLocal() && (state.to() || state.pendingOut())) {
            presence.told(peer, available);
        }
        return available && !state.to() && !in.from().hasLocal() && !follows.test(in.from())
                ? seen(peer, state)
                : Outcome.nothing();
    }

    /**
     * To who thinks that we are subscribed to it. Whether we are, the roster's thread knows: what came before this may not be
     * committed yet.
     */
    private Outcome seen(PeerDomain peer, SubscriptionState state) {
        boolean first = !state.pendingOut() || presence.asksAgain(peer);
        return first && limiter.admitsRequest(peer)
                ? change(peer, (now, item, at) -> rules.seen(item, at))
                : Outcome.nothing();
    }

    private Outcome probe(Inbound<Presence> in, Roster roster) {
        PeerDomain peer = new PeerDomain(in.from().domain());
        if (roster.find(peer).filter(RosterItem::blocked).isPresent()) {
            return Outcome.nothing();
        }
        if (in.from().hasLocal()) {
            return refuse(in, PacketError.Condition.forbidden);
        }
        SubscriptionState state = state(roster, peer);
        if (state.from()) {
            return Outcome.answer(stanzas.available(peer));
        }
        return refuse(in, state.pendingIn() ? PacketError.Condition.not_authorized : PacketError.Condition.forbidden);
    }

    private Outcome error(Inbound<Presence> in, Roster roster) {
        if (in.from().hasLocal()) {
            return Outcome.nothing();
        }
        PeerDomain peer = new PeerDomain(in.from().domain());
        String id = in.stanza().getID();
        if (PeerStanzas.isOfProbe(id) && refusesProbe(in)) {
            return probeRefused(in, peer, state(roster, peer));
        }
        if (!PeerStanzas.isOfRequest(id)) {
            if (roster.find(peer).isPresent()) {
                presence.silence(peer);
            }
            return Outcome.nothing();
        }
        String reason = inWords(in.stanza().getElement().element("error"));
        return change(peer, (now, item, at) -> rules.failed(item, reason, at));
    }

    private Outcome probeRefused(Inbound<Presence> in, PeerDomain peer, SubscriptionState state) {
        if (!state.to() || !limiter.admitsRequest(peer)) {
            return Outcome.nothing();
        }
        boolean pendingThere = condition(in).equals(Optional.of(PacketError.Condition.not_authorized));
        Outcome refused = change(peer, (now, item, at) -> rules.probeRefused(item, pendingThere, at));
        return new Outcome.Later(() -> reach.of(peer).thenApply(answers -> answers ? refused : Outcome.nothing()));
    }

    /** RFC 3921 section 5.1.3, as {@link #probe} answers it. */
    private static boolean refusesProbe(Inbound<Presence> in) {
        return condition(in)
                .filter(condition -> condition == PacketError.Condition.forbidden
                        || condition == PacketError.Condition.not_authorized)
                .isPresent();
    }

    private static Optional<PacketError.Condition> condition(Inbound<Presence> in) {
        return Optional.ofNullable(in.stanza().getError()).map(PacketError::getCondition);
    }

    private static Outcome change(PeerDomain peer, RosterChange.Rule rule) {
        return Outcome.change(new RosterChange(peer, rule, decision -> List.of(), refusal -> List.of()));
    }

    /** RFC 3921 section 5.1.3: who may not know our presence is told so, and whether it is because we still decide. */
    private static Outcome refuse(Inbound<Presence> in, PacketError.Condition condition) {
        return Outcome.answer(Stanzas.error(
                in,
                condition,
                PacketError.Type.auth,
                condition == PacketError.Condition.not_authorized
                        ? "your request to subscribe waits for an administrator"
                        : "you are not subscribed to this server's presence"));
    }

    private static SubscriptionState state(Roster roster, PeerDomain peer) {
        return roster.find(peer).map(RosterItem::state).orElse(SubscriptionState.NONE);
    }

    private static String inWords(Element error) {
        String condition = "";
        String text = "";
        if (error != null) {
            for (Element child : error.elements()) {
                if (!child.getNamespaceURI().equals(Namespaces.STANZA_ERRORS)) {
                    continue;
                }
                if (child.getName().equals("text")) {
                    text = Printable.of(child.getText().strip(), TEXT_LENGTH);
                } else {
                    condition = child.getName();
                }
            }
        }
        String words = switch (condition) {
            // Prosody says so of a name that does not resolve and of a connection refused: its text tells which.
            case "remote-server-not-found" -> "there is no such server, or it refuses connections";
            case "remote-server-timeout" -> "the server does not answer";
            case "service-unavailable", "recipient-unavailable" -> "nobody answers there";
            case "forbidden", "not-allowed", "not-authorized", "not-acceptable", "policy-violation" ->
                "the server refuses it";
            case "resource-constraint" -> "the server has too much to do";
            case "" -> "the server gave no reason";
            default -> "the server answered " + Printable.of(condition, 40);
        };
        return text.isEmpty() ? words : words + ": " + text;
    }
}
