package org.serverroster.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The changes that wait for the roster thread, in order of arrival, bounded. Once closed it takes no more, so that no
 * change can slip in after the last look. Any thread.
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
    private boolean closed;

    ChangeQueue(int capacity) {
        this.capacity = capacity;
    }

    Offer offer(RosterChange change) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (changes.size() >= capacity) {
                return Offer.FULL;
            }
            changes.add(change);
            arrived.signal();
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for changes and takes the oldest of them, at most {@code max}; none: closed, and nothing is left. */
    List<RosterChange> take(int max) {
        lock.lock();
        try {
            while (changes.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<RosterChange> taken = new ArrayList<>(Math.min(max, changes.size()));
            while (taken.size() < max && !changes.isEmpty()) {
                taken.add(changes.remove());
            }
            return taken;
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
