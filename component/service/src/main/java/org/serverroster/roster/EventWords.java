package org.serverroster.roster;

import org.serverroster.xmpp.Printable;

/** An event as one line for an operator. */
final class EventWords {

    private static final int MAX_REASON = 200;

    private EventWords() {}

    static String of(RosterEvent event) {
        String reason = event.reason().isEmpty() ? "" : ": \"" + Printable.of(event.reason(), MAX_REASON) + "\"";
        return what(event) + " (" + event.before() + " -> " + event.after() + ")" + reason;
    }

    private static String what(RosterEvent event) {
        String by = event.actor() instanceof Actor.Policy policy
                ? "the rule for " + policy.label()
                : event.actor().label();
        return switch (event.action()) {
            case SUBSCRIBE -> by + " asks to subscribe to " + event.peer();
            case APPROVE -> by + " approves " + event.peer();
            case DENY -> by + " denies " + event.peer();
            case UNSUBSCRIBE -> by + " unsubscribes from " + event.peer();
            case BLOCK -> by + " blocks " + event.peer();
            case UNBLOCK -> by + " unblocks " + event.peer();
            case EDIT -> by + " edits " + event.peer();
            case REMOVE -> by + " removes " + event.peer();
            case REQUESTED -> by + " asks to subscribe";
            case WITHDRAWN -> by + " takes its request back";
            case LEFT -> by + " ends its subscription";
            case APPROVED -> by + " approves our request";
            case REFUSED -> by + " refuses our request";
            case REVOKED -> by + " ends our subscription";
            case FAILED -> "our request to " + event.peer() + " came back as an error";
        };
    }
}
