package org.serverroster.xmpp;

/**
 * How much an administrator may write about a peer. Lengths are in characters (code points). The service refuses what is
 * beyond, and the command line sees beforehand what it would refuse. Has no state.
 */
public final class ItemTexts {

    public static final int MAX_NAME = 200;

    /** How many groups an item may be in. */
    public static final int MAX_GROUPS = 20;

    /** Of one group's name. */
    public static final int MAX_GROUP = 100;

    public static final int MAX_NOTE = 1_000;

    private ItemTexts() {}

    public static boolean isTooLong(String text, int max) {
        return text.codePointCount(0, text.length()) > max;
    }
}
