package org.serverroster.subscription;

import static org.serverroster.subscription.SubscriptionState.*;
import static org.serverroster.subscription.SubscriptionTable.Direction.INBOUND;
import static org.serverroster.subscription.SubscriptionTable.Direction.OUTBOUND;
import static org.serverroster.subscription.SubscriptionType.*;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The 72 transitions of RFC 3921 section 9, row by row; outbound subscribe and unsubscribe, which have no table there,
 * as RFC 6121 appendix A.2 gives them. Pure data: what they mean for a server roster stands elsewhere.
 */
public final class SubscriptionTable {

    private static final boolean ROUTED = true;
    private static final boolean NOT_ROUTED = false;
    private static final boolean TOLD = true;
    private static final boolean NOT_TOLD = false;
    private static final SubscriptionType NO_REPLY = null;

    enum Direction {
        OUTBOUND,
        INBOUND
    }

    private record Cell(Direction direction, SubscriptionType type, SubscriptionState state) {}

    private record Row(Cell cell, Transition transition) {}

    // spotless:off
    private static final Map<Cell, Transition> ROWS = table(
            // Section 9.2, text; RFC 6121 A.2.1: outbound subscribe.
            row(OUTBOUND, SUBSCRIBE, NONE, ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBE, NONE_PENDING_OUT, ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBE, NONE_PENDING_IN, ROUTED, NO_REPLY, NONE_PENDING_OUT_IN),
            row(OUTBOUND, SUBSCRIBE, NONE_PENDING_OUT_IN, ROUTED, NO_REPLY, NONE_PENDING_OUT_IN),
            row(OUTBOUND, SUBSCRIBE, TO, ROUTED, NO_REPLY, TO),
            row(OUTBOUND, SUBSCRIBE, TO_PENDING_IN, ROUTED, NO_REPLY, TO_PENDING_IN),
            row(OUTBOUND, SUBSCRIBE, FROM, ROUTED, NO_REPLY, FROM_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBE, FROM_PENDING_OUT, ROUTED, NO_REPLY, FROM_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBE, BOTH, ROUTED, NO_REPLY, BOTH),
            // Section 9.2, text; RFC 6121 A.2.2: outbound unsubscribe.
            row(OUTBOUND, UNSUBSCRIBE, NONE, ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBE, NONE_PENDING_OUT, ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBE, NONE_PENDING_IN, ROUTED, NO_REPLY, NONE_PENDING_IN),
            row(OUTBOUND, UNSUBSCRIBE, NONE_PENDING_OUT_IN, ROUTED, NO_REPLY, NONE_PENDING_IN),
            row(OUTBOUND, UNSUBSCRIBE, TO, ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBE, TO_PENDING_IN, ROUTED, NO_REPLY, NONE_PENDING_IN),
            row(OUTBOUND, UNSUBSCRIBE, FROM, ROUTED, NO_REPLY, FROM),
            row(OUTBOUND, UNSUBSCRIBE, FROM_PENDING_OUT, ROUTED, NO_REPLY, FROM),
            row(OUTBOUND, UNSUBSCRIBE, BOTH, ROUTED, NO_REPLY, FROM),
            // Section 9.2, table 1: outbound subscribed.
            row(OUTBOUND, SUBSCRIBED, NONE, NOT_ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, SUBSCRIBED, NONE_PENDING_OUT, NOT_ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBED, NONE_PENDING_IN, ROUTED, NO_REPLY, FROM),
            row(OUTBOUND, SUBSCRIBED, NONE_PENDING_OUT_IN, ROUTED, NO_REPLY, FROM_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBED, TO, NOT_ROUTED, NO_REPLY, TO),
            row(OUTBOUND, SUBSCRIBED, TO_PENDING_IN, ROUTED, NO_REPLY, BOTH),
            row(OUTBOUND, SUBSCRIBED, FROM, NOT_ROUTED, NO_REPLY, FROM),
            row(OUTBOUND, SUBSCRIBED, FROM_PENDING_OUT, NOT_ROUTED, NO_REPLY, FROM_PENDING_OUT),
            row(OUTBOUND, SUBSCRIBED, BOTH, NOT_ROUTED, NO_REPLY, BOTH),
            // Section 9.2, table 2: outbound unsubscribed.
            row(OUTBOUND, UNSUBSCRIBED, NONE, NOT_ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBED, NONE_PENDING_OUT, NOT_ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, UNSUBSCRIBED, NONE_PENDING_IN, ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBED, NONE_PENDING_OUT_IN, ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, UNSUBSCRIBED, TO, NOT_ROUTED, NO_REPLY, TO),
            row(OUTBOUND, UNSUBSCRIBED, TO_PENDING_IN, ROUTED, NO_REPLY, TO),
            row(OUTBOUND, UNSUBSCRIBED, FROM, ROUTED, NO_REPLY, NONE),
            row(OUTBOUND, UNSUBSCRIBED, FROM_PENDING_OUT, ROUTED, NO_REPLY, NONE_PENDING_OUT),
            row(OUTBOUND, UNSUBSCRIBED, BOTH, ROUTED, NO_REPLY, TO),
            // Section 9.3, table 3: inbound subscribe.
            row(INBOUND, SUBSCRIBE, NONE, TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, SUBSCRIBE, NONE_PENDING_OUT, TOLD, NO_REPLY, NONE_PENDING_OUT_IN),
            row(INBOUND, SUBSCRIBE, NONE_PENDING_IN, NOT_TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, SUBSCRIBE, NONE_PENDING_OUT_IN, NOT_TOLD, NO_REPLY, NONE_PENDING_OUT_IN),
            row(INBOUND, SUBSCRIBE, TO, TOLD, NO_REPLY, TO_PENDING_IN),
            row(INBOUND, SUBSCRIBE, TO_PENDING_IN, NOT_TOLD, NO_REPLY, TO_PENDING_IN),
            row(INBOUND, SUBSCRIBE, FROM, NOT_TOLD, SUBSCRIBED, FROM),
            row(INBOUND, SUBSCRIBE, FROM_PENDING_OUT, NOT_TOLD, SUBSCRIBED, FROM_PENDING_OUT),
            row(INBOUND, SUBSCRIBE, BOTH, NOT_TOLD, SUBSCRIBED, BOTH),
            // Section 9.3, table 4: inbound unsubscribe.
            row(INBOUND, UNSUBSCRIBE, NONE, NOT_TOLD, NO_REPLY, NONE),
            row(INBOUND, UNSUBSCRIBE, NONE_PENDING_OUT, NOT_TOLD, NO_REPLY, NONE_PENDING_OUT),
            row(INBOUND, UNSUBSCRIBE, NONE_PENDING_IN, TOLD, UNSUBSCRIBED, NONE),
            row(INBOUND, UNSUBSCRIBE, NONE_PENDING_OUT_IN, TOLD, UNSUBSCRIBED, NONE_PENDING_OUT),
            row(INBOUND, UNSUBSCRIBE, TO, NOT_TOLD, NO_REPLY, TO),
            row(INBOUND, UNSUBSCRIBE, TO_PENDING_IN, TOLD, UNSUBSCRIBED, TO),
            row(INBOUND, UNSUBSCRIBE, FROM, TOLD, UNSUBSCRIBED, NONE),
            row(INBOUND, UNSUBSCRIBE, FROM_PENDING_OUT, TOLD, UNSUBSCRIBED, NONE_PENDING_OUT),
            row(INBOUND, UNSUBSCRIBE, BOTH, TOLD, UNSUBSCRIBED, TO),
            // Section 9.3, table 5: inbound subscribed.
            row(INBOUND, SUBSCRIBED, NONE, NOT_TOLD, NO_REPLY, NONE),
            row(INBOUND, SUBSCRIBED, NONE_PENDING_OUT, TOLD, NO_REPLY, TO),
            row(INBOUND, SUBSCRIBED, NONE_PENDING_IN, NOT_TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, SUBSCRIBED, NONE_PENDING_OUT_IN, TOLD, NO_REPLY, TO_PENDING_IN),
            row(INBOUND, SUBSCRIBED, TO, NOT_TOLD, NO_REPLY, TO),
            row(INBOUND, SUBSCRIBED, TO_PENDING_IN, NOT_TOLD, NO_REPLY, TO_PENDING_IN),
            row(INBOUND, SUBSCRIBED, FROM, NOT_TOLD, NO_REPLY, FROM),
            row(INBOUND, SUBSCRIBED, FROM_PENDING_OUT, TOLD, NO_REPLY, BOTH),
            row(INBOUND, SUBSCRIBED, BOTH, NOT_TOLD, NO_REPLY, BOTH),
            // Section 9.3, table 6: inbound unsubscribed.
            row(INBOUND, UNSUBSCRIBED, NONE, NOT_TOLD, NO_REPLY, NONE),
            row(INBOUND, UNSUBSCRIBED, NONE_PENDING_OUT, TOLD, NO_REPLY, NONE),
            row(INBOUND, UNSUBSCRIBED, NONE_PENDING_IN, NOT_TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, UNSUBSCRIBED, NONE_PENDING_OUT_IN, TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, UNSUBSCRIBED, TO, TOLD, NO_REPLY, NONE),
            row(INBOUND, UNSUBSCRIBED, TO_PENDING_IN, TOLD, NO_REPLY, NONE_PENDING_IN),
            row(INBOUND, UNSUBSCRIBED, FROM, NOT_TOLD, NO_REPLY, FROM),
            row(INBOUND, UNSUBSCRIBED, FROM_PENDING_OUT, TOLD, NO_REPLY, FROM),
            row(INBOUND, UNSUBSCRIBED, BOTH, TOLD, NO_REPLY, FROM));
    // spotless:on

    private SubscriptionTable() {}

    /** What becomes of a stanza of that type that we would send, in that state. */
    public static Transition outbound(SubscriptionType type, SubscriptionState state) {
        return ROWS.get(new Cell(OUTBOUND, type, state));
    }

    /** What becomes of a stanza of that type that the peer sent, in that state. */
    public static Transition inbound(SubscriptionType type, SubscriptionState state) {
        return ROWS.get(new Cell(INBOUND, type, state));
    }

    private static Row row(
            Direction direction,
            SubscriptionType type,
            SubscriptionState state,
            boolean routed,
            SubscriptionType reply,
            SubscriptionState next) {
        return new Row(new Cell(direction, type, state), new Transition(routed, Optional.ofNullable(reply), next));
    }

    private static Map<Cell, Transition> table(Row... rows) {
        return Stream.of(rows).collect(Collectors.toUnmodifiableMap(Row::cell, Row::transition));
    }
}
