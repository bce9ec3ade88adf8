package org.serverroster.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.serverroster.roster.Actor;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Notice;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Decides when the administrators of one local domain are told of what happened, and in how many messages. What peers can
 * bring about by themselves, requests and their withdrawal, is told one by one while it is little; when there is much of
 * it, once a minute all together. Everything else follows from something an administrator did, and is told at once.
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

    private final Notices words;
    private final Predicate<Packet> outlet;
    private final LongSupplier nanoTime;
    private final Timer timer;

    // In the order of what happened.
    private final Map<PeerDomain, Notice> waiting = new LinkedHashMap<>();
    private int beyond;
    private boolean armed;

    /** When as many messages as may go at once will have been earned again; that many intervals ahead of it, none is left. */
    private long rested;

    /**
     * @param outlet lets a message out, or tells that the stream can not take it
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    public NoticeDesk(Notices words, Predicate<Packet> outlet, LongSupplier nanoTime, Timer timer) {
        this.words = words;
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.rested = nanoTime.getAsLong();
    }

    /** What is to be told at once of a decision that was committed; the rest is kept for later. Every decision passes here. */
    public synchronized List<Message> tell(Decision decision) {
        PeerDomain peer = decision.after().peer();
        boolean untold = !decision.after().state().pendingIn() && isRequest(waiting.get(peer));
        if (untold) {
            waiting.remove(peer);
        }
        if (isAnswered(decision)) {
            // Somebody is there and works at it: the next may come one by one again.
            rested = nanoTime.getAsLong();
        }
        List<Message> now = new ArrayList<>();
        for (Notice notice : decision.notices()) {
            boolean paced = notice.kind() == Notice.Kind.REQUESTED || notice.kind() == Notice.Kind.WITHDRAWN;
            if (notice.kind() == Notice.Kind.WITHDRAWN && untold) {
                continue;
            }
            if (!paced || waiting.isEmpty() && earned()) {
                now.addAll(words.of(notice));
            } else {
                keep(notice);
            }
        }
        return now;
    }

    /** Tells at once what waits: the program stops. */
    public synchronized void close() {
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
        List<Message> messages = all.size() == 1 && beyond == 0 ? words.of(all.get(0)) : words.digest(all, beyond);
        if (!messages.isEmpty() && !outlet.test(messages.get(0))) {
            return false;
        }
        messages.stream().skip(1).forEach(outlet::test);
        waiting.clear();
        beyond = 0;
        return true;
    }
}
