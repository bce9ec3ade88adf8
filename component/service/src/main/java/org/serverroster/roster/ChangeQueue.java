package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The changes that wait for the roster thread, in order of arrival, bounded in number and in bytes. What that thread took
 * ahead of its turn waits as well. Once closed it takes no more, so that no change can slip in after the last look. The
 * thread can be woken for other work too. Any thread.
 */
final class ChangeQueue {

    /** What became of an offered change. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** So many are worth being woken for where there is no hurry: waking costs about as much as deciding one. */
    private static final int HANDFUL = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<RosterChange> changes = new ArrayDeque<>();
    private final int capacity;
    private final long mostBytes;
    private long bytes;
    private int ahead;
    private long aheadBytes;

    /** Who waits is woken when there are so many. */
    private int wanted = 1;

    private boolean closed;
    private boolean woken;

    ChangeQueue(int capacity, long mostBytes) {
        this.capacity = capacity;
        this.mostBytes = mostBytes;
    }

    Offer offer(RosterChange change) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (waiting() >= capacity || bytes + aheadBytes + change.bytes() > mostBytes) {
                return Offer.FULL;
            }
            changes.add(change);
            bytes += change.bytes();
            if (changes.size() >= wanted) {
                arrived.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for changes and takes the oldest of them, at most {@code max} and, but for the first, {@code maxBytes}; none:
     * it was woken, or is closed.
     */
    List<RosterChange> take(int max, long maxBytes) {
        lock.lock();
        try {
            while (changes.isEmpty() && !closed && !woken) {
                arrived.awaitUninterruptibly();
            }
            woken = false;
            return take(max, maxBytes, 0, 0);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest ahead of their turn: without waiting if it is {@code over}, else not before there is a handful. With
     * those that were taken ahead before them they are at most {@code max} and {@code maxBytes}, but for the first.
     *
     * @param over what ends the waiting; whoever makes it so wakes
     */
    List<RosterChange> takeAhead(BooleanSupplier over, int max, long maxBytes) {
        lock.lock();
        try {
            wanted = HANDFUL;
            while (!over.getAsBoolean() && (changes.size() < HANDFUL || !fits(max, maxBytes, ahead, aheadBytes))) {
                arrived.awaitUninterruptibly();
            }
            wanted = 1;
            woken = false;
            List<RosterChange> taken = take(max, maxBytes, ahead, aheadBytes);
            ahead += taken.size();
            aheadBytes += taken.stream().mapToLong(RosterChange::bytes).sum();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The turn of all that were taken ahead has come: they do not wait any more. */
    void begun() {
        lock.lock();
        try {
            ahead = 0;
            aheadBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    private List<RosterChange> take(int max, long maxBytes, int before, long bytesBefore) {
        List<RosterChange> taken = new ArrayList<>(Math.min(max, changes.size()));
        long takenBytes = 0;
        while (!changes.isEmpty() && fits(max, maxBytes, before + taken.size(), bytesBefore + takenBytes)) {
            takenBytes += changes.element().bytes();
            taken.add(changes.remove());
        }
        bytes -= takenBytes;
        return taken;
    }

    /** Whether the oldest can be taken with so many before it. */
    private boolean fits(int max, long maxBytes, int before, long bytesBefore) {
        return before == 0 || before < max && bytesBefore + changes.element().bytes() <= maxBytes;
    }

    private int waiting() {
        return changes.size() + ahead;
    }

    /** Lets who waits for changes go on without. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it takes no more, and nothing is left. */
    boolean isFinished() {
        lock.lock();
        try {
            return closed && changes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting();
        } finally {
            lock.unlock();
        }
    }
}
