package org.serverroster.roster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.RosterEvent.Action;
import org.serverroster.roster.RosterItem.Asked;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.subscription.SubscriptionTable;
import org.serverroster.subscription.SubscriptionType;
import org.serverroster.subscription.Transition;

/** A decision in the making: lives within one call of a rule, on that call's thread. */
final class Draft {

    private final RosterItem before;
    private final Instant now;
    private final List<RosterEvent> events = new ArrayList<>();
    private final List<PeerStanza> toPeer = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private Actor actor;
    private RosterItem item;
    private SubscriptionState lastLogged;
    private Optional<String> stanza = Optional.empty();

    Draft(RosterItem item, Actor actor, Instant now) {
        this.before = item;
        this.item = item;
        this.lastLogged = item.state();
        this.actor = actor;
        this.now = now;
    }

    static Draft ofPeer(RosterItem item, Instant now) {
        return new Draft(item, new Actor.Peer(item.peer()), now);
    }

    SubscriptionState state() {
        return item.state();
    }

    /** Whether the state moved since the last event. */
    boolean stateChanged() {
        return item.state() != lastLogged;
    }

    boolean changed() {
        return !item.equals(before);
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    /** What follows is another's doing. */
    Draft actBy(Actor other) {
        actor = other;
        return this;
    }

    /** Refuses a request that waits; there need be none. */
    Draft denied(String reason) {
        return item.state().pendingIn() ? outbound(SubscriptionType.UNSUBSCRIBED, reason) : this;
    }

    Draft outbound(SubscriptionType type, String reason) {
        Transition transition = SubscriptionTable.outbound(type, item.state());
        if (transition.routed()) {
            send(type, reason);
        }
        item = item.in(transition.next(), "", now);
        return this;
    }

    Draft inbound(SubscriptionType type, String reason) {
        Transition transition = SubscriptionTable.inbound(type, item.state());
        transition.reply().ifPresent(reply -> send(reply, ""));
        item = item.in(transition.next(), reason, now);
        return this;
    }

    /** Losing a subscriber sends {@code unavailable} first: after {@code unsubscribed} it would have to ignore it. */
    private void send(SubscriptionType type, String reason) {
        if (type == SubscriptionType.UNSUBSCRIBED && item.state().from()) {
            toPeer.add(new PeerStanza(Kind.UNAVAILABLE, ""));
        }
        toPeer.add(new PeerStanza(Kind.valueOf(type.name()), reason));
    }

    Draft available() {
        toPeer.add(new PeerStanza(Kind.AVAILABLE, ""));
        return this;
    }

    /** Our request goes out as new: when it was made begins again, and an earlier failure is forgotten. */
    Draft askAnew() {
        if (item.state().pendingOut()) {
            item = item.withAsked(new Asked(now, Optional.empty()));
        }
        return this;
    }

    Draft failed(String reason) {
        item = item.withAsked(new Asked(item.asked().orElseThrow().sent(), Optional.of(reason)));
        return this;
    }

    Draft approveInAdvance(boolean approved) {
        item = item.withApproved(approved);
        return this;
    }

    Draft block(boolean blocked) {
        item = item.withBlocked(blocked);
        return this;
    }

    Draft keep(String requestStanza) {
        stanza = Optional.of(requestStanza);
        return this;
    }

    Draft event(Action action, String reason) {
        events.add(new RosterEvent(now, actor, item.peer(), action, lastLogged, item.state(), reason));
        lastLogged = item.state();
        return this;
    }

    Draft tell(Notice.Kind kind, String reason) {
        notices.add(new Notice(kind, item.peer(), reason));
        return this;
    }

    Decision decide(Decision.Verdict verdict) {
        return new Decision(before, item, stanza, events, toPeer, notices, verdict);
    }
}
