package org.serverroster.testbed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What arrived and was not yet taken, in order of arrival. Any thread may put, any thread may wait. When more than the
 * capacity waits, the oldest go.
 *
 * @param <T> what arrives; its {@code toString} tells it in failure messages
 */
public final class Inbox<T> {

    private static final int SHOWN_IN_FAILURES = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<T> waiting = new ArrayDeque<>();
    private final String owner;
    private final int capacity;
    private String end;

    /**
     * An empty inbox.
     *
     * @param owner whose it is, for failure messages
     * @param capacity how many wait at most; at least 1
     */
    public Inbox(String owner, int capacity) {
        this.owner = owner;
        this.capacity = capacity;
    }

    /** Adds one at the end. */
    public void put(T item) {
        lock.lock();
        try {
            if (waiting.size() == capacity) {
                waiting.removeFirst();
            }
            waiting.addLast(item);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will come any more: whoever waits in vain fails at once, and is told the reason. */
    public void end(String reason) {
        lock.lock();
        try {
            if (end == null) {
                end = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the first that fits; what does not fit stays where it is.
     *
     * @param what what is waited for, in words, for the failure message
     * @param limit how long to wait at most
     * @throws AssertionError when none came in time, or none can come any more; says what is there instead
     */
    public T await(String what, Duration limit, Predicate<? super T> wanted) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (true) {
                for (Iterator<T> each = waiting.iterator(); each.hasNext(); ) {
                    T item = each.next();
                    if (wanted.test(item)) {
                        each.remove();
                        return item;
                    }
                }
                if (end != null) {
                    throw new AssertionError(owner + ": no " + what + ", and it ended: " + end + shown());
                }
                if (left <= 0) {
                    throw new AssertionError(owner + ": no " + what + " within " + limit.toMillis() + " ms" + shown());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(owner + ": interrupted while waiting for " + what, interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next, whatever it is: for tests of order. */
    public T next(Duration limit) {
        return await("next one", limit, item -> true);
    }

    /**
     * Waits until nothing can come any more, and tells why.
     *
     * @throws AssertionError when it has not ended in time
     */
    public String awaitEnd(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (end == null) {
                if (left <= 0) {
                    throw new AssertionError(owner + ": not ended within " + limit.toMillis() + " ms" + shown());
                }
                left = changed.awaitNanos(left);
            }
            return end;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(owner + ": interrupted while waiting for the end", interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** A copy of what waits now. To prove an absence, first wait for something that must come after it. */
    public List<T> contents() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits now. */
    public void clear() {
        lock.lock();
        try {
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private String shown() {
        return waiting.isEmpty()
                ? "; nothing else came"
                : waiting.stream()
                        .skip(Math.max(0, waiting.size() - SHOWN_IN_FAILURES))
                        .map(Object::toString)
                        .collect(Collectors.joining("\n  ", "; instead there is:\n  ", ""));
    }
}
