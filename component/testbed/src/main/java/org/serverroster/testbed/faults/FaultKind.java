package org.serverroster.testbed.faults;

/** What can go wrong. */
enum FaultKind {
    KILL_SERVICE("kill-service", "services killed (-9)", 3, true),
    STOP_SERVICE("stop-service", "services stopped in order", 1, true),
    STOP_SERVER("stop-server", "XMPP servers restarted", 1, true),
    KILL_SERVER("kill-server", "XMPP servers killed (-9)", 1, true),
    STOP_DATABASE("stop-database", "PostgreSQL stopped", 2, true),
    CUT("cut", "connections reset", 3, false),
    CUT_IN_STANZA("cut-in-stanza", "connections cut in mid-stanza", 5, false),
    CUT_ALL("cut-all", "all connections of a side reset", 1, true),
    STALL("stall", "connections stalled", 3, false),
    HALF_OPEN("half-open", "connections half open", 2, false),
    MUTE("mute", "connections that lost what was written", 3, false),
    REFUSE("refuse", "connections refused for a while", 1, false);

    private final String option;
    private final String words;
    private final int weight;
    private final boolean ofSide;

    FaultKind(String option, String words, int weight, boolean ofSide) {
        this.option = option;
        this.words = words;
        this.weight = weight;
        this.ofSide = ofSide;
    }

    /** What it is called on the command line. */
    String option() {
        return option;
    }

    /** What was done, for a table. */
    String words() {
        return words;
    }

    /** How often it comes, compared to the others. */
    int weight() {
        return weight;
    }

    /** Whether it strikes a whole side, and not one component's connection. */
    boolean ofSide() {
        return ofSide;
    }
}
