package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.serverroster.roster.OutboxChange.Place;
import org.serverroster.roster.TwoRosters.Line;
import org.serverroster.roster.TwoRosters.Said;
import org.serverroster.roster.TwoRosters.Side;

/**
 * The stream of one side to its server, which breaks when the test says so: what the server has not taken by then is lost,
 * and so are the pings that are on their way back. What the side's decisions owe waits in an outbox, as the database keeps
 * it, until a ping is back.
 */
final class LossyStream implements Line {

    /** A stanza, or empty a ping that confirms these. */
    private record Written(Optional<Said> stanza, Set<UUID> confirms) {}

    private final Side side;
    private final Side other;
    private final Map<Place, OwedStanza> outbox = new LinkedHashMap<>();
    private final Deque<Written> written = new ArrayDeque<>();
    private final Deque<Set<UUID>> pingsBack = new ArrayDeque<>();
    private final List<Said> sentWhileNotTrue = new ArrayList<>();
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
        decision.toPeer().forEach(stanza -> offer(Said.of(stanza.kind())));
        ping();
    }

    @Override
    public void offer(Said said) {
        if (attached) {
            written.add(new Written(Optional.of(said), Set.of()));
            if (said == Said.SUBSCRIBE
                    && !side.item().state().pendingOut()
                    && !side.item().state().to()) {
                sentWhileNotTrue.add(said);
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

    /** The stream breaks. */
    void cut() {
        attached = false;
        written.clear();
        pingsBack.clear();
    }

    /** All that is on its way to this side, and that the other's server has taken, is lost. */
    void loseInbound() {
        side.inbox.clear();
    }

    /** What is owed goes out, in order, and then what every attached stream begins with. */
    void attach() {
        attached = true;
        outbox.values().forEach(owed -> offer(Said.of(owed.stanza().kind())));
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
    List<Said> sentWhileNotTrue() {
        return sentWhileNotTrue;
    }
}
