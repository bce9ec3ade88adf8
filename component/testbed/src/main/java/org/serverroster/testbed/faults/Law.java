package org.serverroster.testbed.faults;

import java.util.Set;
import org.serverroster.testbed.faults.State.Half;

/** Which events may move a state where: RFC 3921 section 9, told once more and by other means. Stateless. */
final class Law {

    private static final Set<String> OF_PEERS =
            Set.of("requested", "withdrawn", "left", "approved", "refused", "revoked", "failed");

    private Law() {}

    /** Whether the event's actor may do that at all, and from the state before to the state after. */
    static boolean allows(RosterCopy.Event event) {
        return OF_PEERS.contains(event.action()) == event.actorKind().equals("peer")
                && moves(event.action(), event.before(), event.after());
    }

    private static boolean moves(String action, State before, State after) {
        return switch (action) {
            case "subscribe" -> after.equals(before.out() == Half.NONE ? before.withOut(Half.PENDING) : before);
            case "approve" -> before.in() == Half.PENDING && after.equals(before.withIn(Half.HOLDS));
            // Without a request it takes back the approval in advance.
            case "deny" -> before.in() != Half.HOLDS && after.equals(before.withIn(Half.NONE));
            case "unsubscribe" -> before.out() != Half.NONE && after.equals(before.withOut(Half.NONE));
            case "block" -> after.equals(before.withIn(Half.NONE));
            case "unblock", "edit" -> after.equals(before);
            case "remove" -> after.equals(before.withOut(Half.NONE)) || after.equals(State.NOTHING);
            case "requested" -> before.in() == Half.NONE && after.equals(before.withIn(Half.PENDING));
            case "withdrawn" -> before.in() == Half.PENDING && after.equals(before.withIn(Half.NONE));
            case "left" -> before.in() == Half.HOLDS && after.equals(before.withIn(Half.NONE));
            case "approved" -> before.out() == Half.PENDING && after.equals(before.withOut(Half.HOLDS));
            case "refused" -> before.out() == Half.PENDING && after.equals(before.withOut(Half.NONE));
            case "revoked" -> before.out() == Half.HOLDS && after.equals(before.withOut(Half.NONE));
            case "failed" -> before.out() == Half.PENDING && after.equals(before);
            default -> false;
        };
    }
}
