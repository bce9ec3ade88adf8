package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The changes that wait for the roster thread, in order of arrival, bounded in number and in bytes. Once closed it takes
 * no more, so that no change can slip in after the last look. The thread can be woken for other work too. Any thread.
 */
final class ChangeQueue {

    /** What became of an offered change. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<RosterChange> changes = new ArrayDeque<>();
    private final int capacity;
    private final long mostBytes;
    private long bytes;
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
            if (changes.size() >= capacity || bytes + change.bytes() > mostBytes) {
                return Offer.FULL;
            }
            changes.add(change);
            bytes += change.bytes();
            arrived.signal();
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
            List<RosterChange> taken = new ArrayList<>(Math.min(max, changes.size()));
            long takenBytes = 0;
            while (taken.size() < max && !changes.isEmpty()) {
                long next = changes.element().bytes();
                if (!taken.isEmpty() && takenBytes + next > maxBytes) {
                    break;
                }
                takenBytes += next;
                taken.add(changes.remove());
            }
            bytes -= takenBytes;
            return taken;
        } finally {
            lock.unlock();
        }
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
            return changes.size();
        } finally {
            lock.unlock();
        }
    }
}
