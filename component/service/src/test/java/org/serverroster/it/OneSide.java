package org.serverroster.it;

import org.serverroster.testbed.AdminClient;

/** What the groups of scenarios with one server, its service and its administrators have in common. */
interface OneSide {

    Side side();

    /** The client of another administrator. */
    AdminClient nurse();

    /** A peer of which nothing is known yet, attached; closed after the scenario. */
    RawPeer freshPeer();

    /** Stops the service in order, starts it again, and waits until it is ready. */
    void restartService();

    /** The administrator's client at his desk, as it writes commands. */
    default CommandTalk talk() {
        return new CommandTalk(side().admin(), side().component());
    }
}
