package org.serverroster.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.serverroster.roster.Decision;
import org.serverroster.roster.PeerStanza;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Printable;

/** How a peer and its state are told to a person. */
public final class PeerWords {

    private static final int MAX_REASON = 1_000;

    private PeerWords() {}

    /** The state in plain words, as half a sentence. */
    public static String of(SubscriptionState state) {
        return switch (state) {
            case NONE -> "neither server is subscribed to the other";
            case NONE_PENDING_OUT -> "our request waits for its answer";
            case NONE_PENDING_IN -> "its request waits for an administrator here";
            case NONE_PENDING_OUT_IN -> "each asked the other, and neither has answered";
            case TO -> "we are subscribed to it";
            case TO_PENDING_IN -> "we are subscribed to it, and its request waits for an administrator here";
            case FROM -> "it is subscribed to us";
            case FROM_PENDING_OUT -> "it is subscribed to us, and our request waits for its answer";
            case BOTH -> "each is subscribed to the other";
        };
    }

    /** What the item is now, as a sentence that begins with a space. */
    static String stateOf(RosterItem item) {
        return " State: " + item.state() + " (" + of(item.state()) + ")" + (item.blocked() ? ", blocked" : "") + ".";
    }

    static boolean sends(Decision decision, PeerStanza.Kind kind) {
        return decision.toPeer().stream().anyMatch(stanza -> stanza.kind() == kind);
    }

    /** What a peer wrote, made fit to be read: no control characters, none that turn or hide the text around it. */
    static String reason(RosterItem item) {
        return Printable.of(item.request().map(RosterItem.Request::reason).orElse(""), MAX_REASON);
    }

    /** The end of a line of ours: the reason in quotation marks, or nothing where there is none. */
    static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + Printable.quoted(reason, MAX_REASON);
    }

    /** A time as XEP-0082 writes it, to the second, or empty. */
    static String time(Optional<Instant> time) {
        return time.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }
}
