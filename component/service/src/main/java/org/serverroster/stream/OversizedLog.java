package org.serverroster.stream;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.Printable;

/**
 * Tells of stanzas that were skipped, at most one line a second: any peer can send them.
 *
 * <p>Owned by the stream's reader thread.
 */
final class OversizedLog {

    private static final Logger LOG = LogManager.getLogger(ComponentStream.class);
    private static final long ONE_LINE_EACH = 1_000_000_000L;

    private final String domain;
    private boolean told;
    private long toldAt;
    private int untold;

    OversizedLog(String domain) {
        this.domain = domain;
    }

    /** Returns whether it was worth a line. */
    boolean skipped(StreamEvent.Skipped skipped, long now) {
        if (told && now - toldAt < ONE_LINE_EACH) {
            untold++;
            return false;
        }
        LOG.warn(
                "{}: skipped a {} of {} bytes from {}: {}; {} more since the last such line",
                domain,
                skipped.root().getName(),
                skipped.bytes(),
                Printable.of(skipped.root().attributeValue("from", "nobody"), 200),
                skipped.why(),
                untold);
        told = true;
        toldAt = now;
        untold = 0;
        return true;
    }
}
