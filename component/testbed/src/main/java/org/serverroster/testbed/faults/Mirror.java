package org.serverroster.testbed.faults;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.serverroster.testbed.faults.RosterCopy.Event;
import org.serverroster.testbed.faults.RosterCopy.Item;
import org.serverroster.testbed.faults.State.Half;

/**
 * Compares one direction of a subscription as both sides hold it: our asking, and the peer's being asked. Two differences
 * are lawful, where nothing was lost:
 *
 * <ul>
 *   <li>We ask, and the peer ignores us unseen: an administrator there blocked us.
 *   <li>The peer refused us, we know it, and the peer has our request once more: an unanswered request is repeated after
 *       attaching (protocol, "Presence"), and one that was on its way crossed the refusal. The request that waits there
 *       is then answered by an administrator as any other. It counts as this only if the refusal is younger than what
 *       our administrators last asked, so that it answered that and nothing older, and the request came after it.
 * </ul>
 *
 * <p>Stateless.
 */
final class Mirror {

    private static final Set<String> OUR_DIRECTION =
            Set.of("subscribe", "unsubscribe", "remove", "approved", "refused", "revoked");

    private static final Set<String> REFUSALS = Set.of("refused", "revoked");

    private static final Set<String> ENDS_OF_REQUESTS = Set.of("deny", "block", "remove", "withdrawn", "left");

    private Mirror() {}

    enum Judgement {
        SAME,
        CROSSED,
        DIFFERENT
    }

    /** What came of it, with both items for the words. */
    record Outcome(Judgement judgement, Item ours, Item theirs) {

        String words(ItemKey key) {
            return "%s holds %s of %s, which holds %s%s"
                    .formatted(
                            key.local(),
                            ours.state(),
                            key.peer(),
                            theirs.state(),
                            judgement == Judgement.CROSSED
                                    ? ": a request that was repeated crossed its refusal"
                                    : ", but would have to hold " + ours.state().mirror());
        }
    }

    /**
     * Compares our {@code out} with the peer's {@code in}.
     *
     * @param log ours of the item, in order
     * @param theirLog the peer's of its own
     */
    static Outcome ofOurAsking(Item ours, Item theirs, List<Event> log, List<Event> theirLog) {
        Judgement judgement = same(ours, theirs)
                ? Judgement.SAME
                : ours.state().out() == Half.NONE && crossed(log, theirLog) ? Judgement.CROSSED : Judgement.DIFFERENT;
        return new Outcome(judgement, ours, theirs);
    }

    /** Whether our {@code out} and the peer's {@code in} agree. */
    static boolean same(Item ours, Item theirs) {
        Half out = ours.state().out();
        Half in = theirs.state().in();
        return out == in || out == Half.PENDING && in == Half.NONE && theirs.blocked();
    }

    private static boolean crossed(List<Event> log, List<Event> theirLog) {
        Optional<Event> end = last(log, log.size(), Mirror::isOurDirection);
        int request =
                lastIndex(theirLog, theirLog.size(), event -> event.action().equals("requested"));
        if (end.filter(event -> REFUSALS.contains(event.action())).isEmpty() || request < 0) {
            return false;
        }
        Instant asked = last(log, log.size(), event -> event.action().equals("subscribe"))
                .map(Event::at)
                .orElse(Instant.MIN);
        String reason = end.get().reason();
        return last(theirLog, request, event -> ENDS_OF_REQUESTS.contains(event.action()))
                .filter(refusal -> refusal.at().isAfter(asked))
                .filter(refusal -> reason.isEmpty() || refusal.reason().equals(reason))
                .isPresent();
    }

    /** An approval's own line in the log says nothing of our asking, nor does an edit. */
    private static boolean isOurDirection(Event event) {
        return OUR_DIRECTION.contains(event.action())
                && (!event.action().equals("subscribe")
                        || event.before().out() != event.after().out());
    }

    private static Optional<Event> last(List<Event> log, int before, Predicate<Event> wanted) {
        int index = lastIndex(log, before, wanted);
        return index < 0 ? Optional.empty() : Optional.of(log.get(index));
    }

    private static int lastIndex(List<Event> log, int before, Predicate<Event> wanted) {
        for (int i = before - 1; i >= 0; i--) {
            if (wanted.test(log.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
