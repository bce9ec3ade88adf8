package org.serverroster.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.spi.ExtendedLogger;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.Provider;
import org.apache.logging.log4j.spi.Terminable;

/**
 * Loggers that keep what they are told until log4j is ready, and from then on are log4j's. To make it ready takes longer
 * than all else that a start does, so it is done when that is over; at once where there is something to warn of, and in any
 * case after a while. Nothing is lost: what ends the process in order waits for the log. Any thread.
 */
public final class LateContext implements LoggerContext, Terminable {

    /** More than a start says; who says more waits for the log. */
    private static final int MOST_HELD = 1_000;

    private final Map<String, LateLogger> loggers = new ConcurrentHashMap<>();
    private final CountDownLatch wanted = new CountDownLatch(1);
    /** Guarded by itself. */
    private final List<HeldLine> held = new ArrayList<>();

    /** Whether somebody makes log4j ready, or has. */
    private boolean begun;

    /** Null before log4j is ready. */
    private volatile LoggerContext behind;

    LateContext() {}

    /** Where the log is this one, makes log4j ready on the calling thread, when that is asked for or after {@code limit}. */
    public static void await(Duration limit) {
        if (LogManager.getContext(false) instanceof LateContext late) {
            late.open(limit);
        }
    }

    /** The start is over: the log may begin. */
    public static void begin() {
        if (LogManager.getContext(false) instanceof LateContext late) {
            late.wanted.countDown();
        }
    }

    private void open(Duration limit) {
        try {
            wanted.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready();
    }

    /** Returns when log4j is ready, but for what log4j itself says on the way there. */
    synchronized void ready() {
        if (begun) {
            return;
        }
        begun = true;
        Provider log4j = ServiceLoader.load(Provider.class).findFirst().orElseThrow();
        LoggerContext made = log4j.getLoggerContextFactory()
                .getContext(LateContext.class.getName(), LateContext.class.getClassLoader(), null, false);
        synchronized (held) {
            held.forEach(line -> line.say(made));
            held.clear();
            behind = made;
        }
    }

    /** The logger behind it; null before log4j is ready. */
    ExtendedLogger behind(String name) {
        LoggerContext made = behind;
        return made == null ? null : made.getLogger(name);
    }

    /** Keeps it, or says it if that can be done meanwhile. */
    void hold(HeldLine line) {
        if (line.level().isMoreSpecificThan(Level.WARN)) {
            wanted.countDown();
        }
        synchronized (held) {
            if (behind == null && held.size() < MOST_HELD) {
                held.add(line);
                return;
            }
        }
        ready();
        LoggerContext made = behind;
        if (made != null) {
            line.say(made);
        }
    }

    /** As the last of all: what was said is written, and the log is closed. */
    @Override
    public void terminate() {
        ready();
        if (behind instanceof Terminable log4j) {
            log4j.terminate();
        }
    }

    @Override
    public ExtendedLogger getLogger(String name) {
        return loggers.computeIfAbsent(name, each -> new LateLogger(each, this));
    }

    /** Messages are made by log4j's own factory, whatever is asked for: nobody here asks. */
    @Override
    public ExtendedLogger getLogger(String name, MessageFactory factory) {
        return getLogger(name);
    }

    @Override
    public boolean hasLogger(String name) {
        return loggers.containsKey(name);
    }

    @Override
    public boolean hasLogger(String name, MessageFactory factory) {
        return hasLogger(name);
    }

    @Override
    public boolean hasLogger(String name, Class<? extends MessageFactory> factory) {
        return hasLogger(name);
    }

    @Override
    public Object getExternalContext() {
        return null;
    }
}
