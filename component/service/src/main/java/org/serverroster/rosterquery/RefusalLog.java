package org.serverroster.rosterquery;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;

/** Tells of readers that may not follow, at most one line a minute: they may ask again and again. Of one thread at a time. */
final class RefusalLog {

    private static final Logger LOG = LogManager.getLogger(RosterPushes.class);
    private static final long ONE_LINE_EACH = TimeUnit.MINUTES.toNanos(1);

    private final LocalDomain domain;
    private boolean told;
    private long toldAt;
    private int untold;

    RefusalLog(LocalDomain domain) {
        this.domain = domain;
    }

    /**
     * Returns whether it was worth a line.
     *
     * @param reader fit for a log line
     * @param now of {@link System#nanoTime()}'s kind
     */
    boolean refused(String reader, int followers, long now) {
        if (told && now - toldAt < ONE_LINE_EACH) {
            untold++;
            return false;
        }
        LOG.warn(
                "{}: {} may not follow the roster, for {} readers do, or too many of its domain; it is told so; {} more "
                        + "since the last such line",
                domain,
                reader,
                followers,
                untold);
        told = true;
        toldAt = now;
        untold = 0;
        return true;
    }
}
