package org.serverroster.stream;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells an operator of a fault once: when it begins, when it turns into another, after each hour that it lasts, and when
 * all is well again. Not for each attempt.
 *
 * <p>Owned by the stream's reader thread.
 */
final class FaultLog {

    private static final Logger LOG = LogManager.getLogger(ComponentStream.class);
    private static final long AGAIN = 3_600_000_000_000L;

    private final String domain;
    private String told = "";
    private long toldAt;
    private boolean saidAttached;

    FaultLog(String domain) {
        this.domain = domain;
    }

    /** The stream is attached; returns whether that was worth a line: not after a fault that was not told either. */
    boolean attached(String address) {
        if (saidAttached) {
            return false;
        }
        saidAttached = true;
        LOG.info("{}: attached to {}", domain, address);
        return true;
    }

    /**
     * An attempt failed or a stream ended; returns whether that was worth a line.
     *
     * @param settled whether it had been well for a while
     */
    boolean ended(StreamEnd why, boolean settled, long now) {
        if (why.kind() == StreamEnd.Kind.CLOSED) {
            LOG.info("{}: detached, {}", domain, why.words());
            return true;
        }
        if (!settled && why.label().equals(told) && now - toldAt < AGAIN) {
            LOG.debug("{}: still not attached: {}", domain, why.words());
            return false;
        }
        boolean standsByStill = why.isConflict() && why.label().equals(told) && !saidAttached;
        told = why.label();
        toldAt = now;
        saidAttached = false;
        if (why.isConflict()) {
            // With two instances it is as it should be, and no news after an hour.
            LOG.log(standsByStill ? Level.DEBUG : Level.INFO, "{}: stands by: {}", domain, why.words());
            return !standsByStill;
        }
        LOG.warn("{}: not attached: {}. Trying again until it works.", domain, why.words());
        return true;
    }
}
