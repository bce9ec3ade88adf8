package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.serverroster.roster.OutboxChange.Place;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.roster.TwoRosters.Line;
import org.serverroster.roster.TwoRosters.Side;

/**
 * The stream of one side to its server, which breaks when the test says so: what the server has not taken by then is lost,
 * and so are the pings that are on their way back. What the side's decisions owe waits in an outbox, as the database keeps
 * it, until a ping is back.
 */
final class LossyStream implements Line {

    /** Requests and approvals: one that comes to who is away is asked for again. */
    private static final Set<Kind> HEALED =
            EnumSet.of(Kind.SUBSCRIBE, Kind.SUBSCRIBED, Kind.AVAILABLE, Kind.UNAVAILABLE);

    /** A stanza, or empty a ping that confirms these. */
    private record Written(Optional<Kind> stanza, Set<UUID> confirms) {}

    private final Side side;
    private final Side other;
    private final Map<Place, OwedStanza> outbox = new LinkedHashMap<>();
    private final Deque<Written> written = new ArrayDeque<>();
    private final Deque<Set<UUID>> pingsBack = new ArrayDeque<>();
    private final List<Kind> sentWhileNotTrue = new ArrayList<>();
    private boolean attached = true;

    LossyStream(TwoRosters two, Side side) {
        this.side = side;
        this.other = two.other(side);
        two.connect(side, this);
    }

    @Override
    public void committed(Decision decision) {
        if (decision.writes()) {
            OutboxChange change = OutboxChange.of(List.of(decision));
            outbox.keySet().removeAll(change.gone());
            change.owed()
                    .forEach(owed ->
                            outbox.put(new Place(owed.peer(), owed.stanza().kind()), owed));
        }
        decision.toPeer().forEach(stanza -> offer(stanza.kind()));
        ping();
    }

    @Override
    public void offer(Kind kind) {
        if (attached) {
            written.add(new Written(Optional.of(kind), Set.of()));
            if (kind == Kind.SUBSCRIBE
                    && !side.item().state().pendingOut()
                    && !side.item().state().to()) {
                sentWhileNotTrue.add(kind);
            }
        }
    }

    private void ping() {
        if (attached && !outbox.isEmpty()) {
            written.add(new Written(
                    Optional.empty(),
                    outbox.values().stream().map(OwedStanza::key).collect(Collectors.toSet())));
        }
    }

    /** The server takes the oldest of what was written. */
    void take() {
        if (!written.isEmpty()) {
            Written oldest = written.remove();
            oldest.stanza().ifPresentOrElse(other.inbox::add, () -> pingsBack.add(oldest.confirms()));
        }
    }

    /** The oldest ping comes back. */
    void pingComesBack() {
        if (!pingsBack.isEmpty()) {
            Set<UUID> confirmed = pingsBack.remove();
            outbox.values().removeIf(owed -> confirmed.contains(owed.key()));
        }
    }

    /** The stream breaks; what was on its way to this side may be lost as far as that heals by itself. */
    void cut(boolean inboundToo) {
        attached = false;
        written.clear();
        pingsBack.clear();
        if (inboundToo) {
            side.inbox.removeIf(HEALED::contains);
        }
    }

    /** What is owed goes out, in order, and then what every attached stream begins with. */
    void attach() {
        attached = true;
        outbox.values().forEach(owed -> offer(owed.stanza().kind()));
        ping();
        side.attach();
    }

    boolean isAttached() {
        return attached;
    }

    /** Nothing is on its way. */
    boolean isQuiet() {
        return written.isEmpty() && pingsBack.isEmpty() && side.inbox.isEmpty();
    }

    /** The server has taken all that was written. */
    boolean isQuietOutwards() {
        return written.isEmpty();
    }

    boolean owes() {
        return !outbox.isEmpty();
    }

    /** Requests that left when they were not true. */
    List<Kind> sentWhileNotTrue() {
        return sentWhileNotTrue;
    }
}
