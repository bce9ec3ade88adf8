package org.serverroster.bridge;

/** How a stream ended, as a served domain sees it. */
public enum Ending {

    /** As streams end; the server may have been restarted, with a bridge. */
    PLAIN,

    /** Because of a sender's address, and not surely one of this domain's. */
    REFUSED,

    /** Because this domain had begun to speak. */
    REFUSED_THIS
}
