package org.serverroster.cli;

import java.io.PrintWriter;

/** How far long work has come: one line that is written over again, for who watches. Of one thread. */
final class Progress {

    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean watched;
    private boolean shown;

    /** @param watched whether {@code err} is a terminal: elsewhere nothing is shown */
    Progress(PrintWriter err, boolean watched) {
        this.err = err;
        this.watched = watched;
    }

    void show(String line) {
        if (watched) {
            err.print(ERASE + line);
            err.flush();
            shown = true;
        }
    }

    /** Takes the line away, before anything else is written. */
    void clear() {
        if (shown) {
            err.print(ERASE);
            err.flush();
            shown = false;
        }
    }
}
