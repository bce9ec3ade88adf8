package org.serverroster.presence;

import java.util.List;
import java.util.function.BiConsumer;
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

    PresenceHandler(
            SubscriptionRules rules, PeerPresence presence, PeerStanzas stanzas, BiConsumer<Jid, Boolean> told) {
        this.rules = rules;
        this.presence = presence;
        this.stanzas = stanzas;
        this.told = told;
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
        return Outcome.nothing();
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
        if (!PeerStanzas.isOfRequest(in.stanza().getID())) {
            if (roster.find(peer).isPresent()) {
                presence.silence(peer);
            }
            return Outcome.nothing();
        }
        String reason = inWords(in.stanza().getElement().element("error"));
        return Outcome.change(new RosterChange(
                peer, (now, item, at) -> rules.failed(item, reason, at), decision -> List.of(), refusal -> List.of()));
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
