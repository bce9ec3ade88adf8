package org.serverroster.command;

import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Jid;

/** One thing that an administrator can have done: a form, and what the filled-in form does. Immutable; any thread. */
public interface Command {

    /** The node (XEP-0050 section 2.2), which no other command has. */
    String node();

    /** What a person finds it by in a menu. */
    String name();

    /** The form to fill in. */
    Form form();

    /** Whether it may ask for more than its form. */
    default boolean mayAskMore() {
        return false;
    }

    /**
     * Does it.
     *
     * @param admin who asks
     * @param roster the newest committed snapshot of the local domain that was asked
     */
    Step run(Jid admin, Submission form, Roster roster);
}
