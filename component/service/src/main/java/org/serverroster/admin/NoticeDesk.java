package org.serverroster.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.serverroster.evidence.Evidence;
import org.serverroster.evidence.Looks;
import org.serverroster.roster.Actor;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Notice;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Decides when the administrators of one local domain are told of what happened, and in how many messages. What peers can
 * bring about by themselves, requests and their withdrawal, is told one by one while it is little; when there is much of
 * it, once a minute all together. Everything else follows from something an administrator did, and is told at once; of an
 * approval as soon as the peer was looked at.
 *
 * <p>Nothing is told twice, and nothing that is over before it was told. What waits here when the process dies is not told
 * again, but the requests are in {@code #pending}. Bounded: beyond a thousand, peers are only counted.
 *
 * <p>Any thread; its lock is held for moments only.
 */
public final class NoticeDesk {

    /** How much is told one by one before it is much. */
    static final int AT_ONCE = 3;

    /** How often, when it is much. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    static final int KEPT = 1_000;

    /** Runs a task later, on a thread that may not be kept. */
    @FunctionalInterface
    public interface Timer {
        void in(Duration wait, Runnable task);
    }

    /** A notice waits for what the peer says of itself, but not longer than a person would for a page. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Notices words;
    private final Looks looks;
    private final Predicate<Packet> outlet;
    private final LongSupplier nanoTime;
    private final Timer timer;

    // In the order of what happened.
    private final Map<PeerDomain, Notice> waiting = new LinkedHashMap<>();

    /** Requests that are told as soon as is known what the peer says of itself; as many as may go at once. */
    private final Map<PeerDomain, Notice> looking = new LinkedHashMap<>();

    /** Approvals, the same; those that the stream did not take wait here for another time. */
    private final Map<PeerDomain, Notice> approved = new LinkedHashMap<>();

    private int beyond;
    private long beyondEver;
    private boolean armed;

    /** When as many messages as may go at once will have been earned again; that many intervals ahead of it, none is left. */
    private long rested;

    /**
     * @param looks what peers say of themselves
     * @param outlet lets a message out, or tells that the stream can not take it
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    public NoticeDesk(Notices words, Looks looks, Predicate<Packet> outlet, LongSupplier nanoTime, Timer timer) {
        this.words = words;
        this.looks = looks;
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.rested = nanoTime.getAsLong();
    }

    /** What is to be told at once of a decision that was committed; the rest is kept for later. Every decision passes here. */
    public synchronized List<Message> tell(Decision decision) {
        PeerDomain peer = decision.after().peer();
        boolean untold = !decision.after().state().pendingIn() && forget(peer);
        if (isAnswered(decision)) {
            // Somebody is there and works at it: the next may come one by one again.
            rested = nanoTime.getAsLong();
        }
        List<Message> now = new ArrayList<>();
        if (!decision.after().state().to() && approved.containsKey(peer)) {
            // Before what ended it.
            now.addAll(approval(approved.remove(peer)));
        }
        for (Notice notice : decision.notices()) {
            switch (notice.kind()) {
                case REQUESTED -> requested(notice);
                case WITHDRAWN -> {
                    if (!untold) {
                        withdrawn(notice, now);
                    }
                }
                case APPROVED -> approved(notice, now);
                default -> now.addAll(words.of(notice));
            }
        }
        return now;
    }

    /** Another instance decided about this item, and has told what is to be told of that. */
    public synchronized void decidedElsewhere(RosterItem item) {
        if (!item.state().pendingIn()) {
            forget(item.peer());
        }
    }

    /** How many notices wait; those beyond the bound were only counted. */
    public Bounded bound() {
        return new Bounded("notices", 3 * KEPT, this::held, this::beyondEver);
    }

    private synchronized int held() {
        return waiting.size() + looking.size() + approved.size();
    }

    private synchronized long beyondEver() {
        return beyondEver;
    }

    /** Whether the peer's request had not been told yet; it will not be. */
    private boolean forget(PeerDomain peer) {
        boolean untold = looking.remove(peer) != null;
        return isRequest(waiting.get(peer)) ? waiting.remove(peer) != null : untold;
    }

    private void requested(Notice notice) {
        if (waiting.isEmpty() && looking.size() < KEPT && earned()) {
            looking.put(notice.peer(), notice);
            looks.look(notice.peer(), LOOK).thenAccept(evidence -> looked(notice, evidence));
        } else {
            keep(notice);
            // Not for the message, but for the list of what is pending.
            looks.look(notice.peer(), LOOK);
        }
    }

    private synchronized void looked(Notice notice, Evidence evidence) {
        if (looking.remove(notice.peer(), notice) && !send(words.of(notice, evidence))) {
            keep(notice);
        }
    }

    /** What a peer's approval is worth shows in what it says of itself, which is known already if we asked just now. */
    private void approved(Notice notice, List<Message> now) {
        CompletableFuture<Evidence> look = looks.look(notice.peer(), LOOK);
        if (look.isDone() || approved.size() >= KEPT) {
            now.addAll(words.ofApproval(notice, look.getNow(Evidence.NONE)));
            return;
        }
        approved.put(notice.peer(), notice);
        look.thenAccept(evidence -> tellApproval(notice));
    }

    private synchronized void tellApproval(Notice notice) {
        if (notice.equals(approved.get(notice.peer()))) {
            if (send(approval(notice))) {
                approved.remove(notice.peer());
            } else {
                timer.in(INTERVAL, () -> tellApproval(notice));
            }
        }
    }

    private List<Message> approval(Notice notice) {
        return words.ofApproval(notice, looks.seen(notice.peer()).orElse(Evidence.NONE));
    }

    private void withdrawn(Notice notice, List<Message> now) {
        if (waiting.isEmpty() && earned()) {
            now.addAll(words.of(notice));
        } else {
            keep(notice);
        }
    }

    /** Tells at once what waits: the program stops. */
    public synchronized void close() {
        looking.values().forEach(notice -> send(words.of(notice, Evidence.NONE)));
        looking.clear();
        approved.values().forEach(notice -> send(approval(notice)));
        approved.clear();
        tellWaiting();
    }

    private static boolean isRequest(Notice notice) {
        return notice != null && notice.kind() == Notice.Kind.REQUESTED;
    }

    private static boolean isAnswered(Decision decision) {
        return decision.before().state().pendingIn()
                && !decision.after().state().pendingIn()
                && decision.events().stream().anyMatch(event -> event.actor() instanceof Actor.Admin);
    }

    /** Whether a message may go; counts it if so. */
    private boolean earned() {
        long now = nanoTime.getAsLong();
        if (untilEarned(now) > 0) {
            return false;
        }
        rested = (rested - now > 0 ? rested : now) + INTERVAL.toNanos();
        return true;
    }

    private long untilEarned(long now) {
        return rested - now - (AT_ONCE - 1) * INTERVAL.toNanos();
    }

    private void keep(Notice notice) {
        if (waiting.remove(notice.peer()) != null) {
            // It took back what was told, and asks again: for who was told, nothing has changed.
            return;
        }
        if (waiting.size() < KEPT) {
            waiting.put(notice.peer(), notice);
        } else {
            beyond++;
            beyondEver++;
        }
        arm(Math.max(0, untilEarned(nanoTime.getAsLong())));
    }

    private void arm(long nanos) {
        if (!armed) {
            armed = true;
            timer.in(Duration.ofNanos(nanos), this::due);
        }
    }

    private synchronized void due() {
        armed = false;
        if (waiting.isEmpty()) {
            return;
        }
        long wait = untilEarned(nanoTime.getAsLong());
        if (wait > 0) {
            arm(wait);
        } else if (tellWaiting()) {
            earned();
        } else {
            // The stream is away, and with it the administrators.
            arm(INTERVAL.toNanos());
        }
    }

    /** Whether it was told. */
    private boolean tellWaiting() {
        List<Notice> all = List.copyOf(waiting.values());
        if (all.isEmpty()) {
            return true;
        }
        if (!send(all.size() == 1 && beyond == 0 ? single(all.get(0)) : words.digest(all, beyond))) {
            return false;
        }
        waiting.clear();
        beyond = 0;
        return true;
    }

    private List<Message> single(Notice notice) {
        return isRequest(notice) ? words.of(notice, looks.seen(notice.peer()).orElse(Evidence.NONE)) : words.of(notice);
    }

    /** Whether the stream took the first of the messages, one for each administrator: then it takes the others. */
    private boolean send(List<Message> messages) {
        boolean taken = messages.isEmpty() || outlet.test(messages.get(0));
        if (taken) {
            messages.stream().skip(1).forEach(outlet::test);
        }
        return taken;
    }
}
