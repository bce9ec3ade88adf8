package org.serverroster.roster;

import org.serverroster.xmpp.LocalDomain;

/** The roster was never loaded since the start: nothing can be said of it, and least of all that it is empty. */
public final class NotLoadedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public NotLoadedException(LocalDomain domain) {
        super("the roster of " + domain + " has not been loaded yet");
    }
}
