package org.serverroster.roster;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.xmpp.LocalDomain;

/** Whether the database does what one roster asks of it. Changed by the roster thread, read by any. */
final class DatabaseState {

    private static final Logger LOG = LogManager.getLogger(DatabaseState.class);

    private final LocalDomain domain;
    private boolean away;
    private volatile String fault = "the roster has not been loaded yet";

    DatabaseState(LocalDomain domain) {
        this.domain = domain;
    }

    /** Why it did not do what was last asked of it; empty: it did. */
    String fault() {
        return fault;
    }

    /** It did what it was asked. */
    void reached() {
        if (away) {
            LOG.info("{}: the database takes changes again", domain);
        }
        away = false;
        fault = "";
    }

    /** It did not. One line when the database goes, not one a try. */
    void missed(RuntimeException e) {
        fault = String.valueOf(e.getMessage());
        if (!away) {
            LOG.warn("{}: the database takes no changes now; they wait until it does: {}", domain, fault);
        }
        away = true;
    }
}
