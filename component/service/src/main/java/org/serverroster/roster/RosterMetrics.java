package org.serverroster.roster;

import java.time.Duration;
import org.serverroster.roster.RosterChange.Refusal;

/** What a roster tells about its work, for whoever counts. Called on its own threads: it must not wait. */
public interface RosterMetrics {

    /** Counts nothing. */
    RosterMetrics NONE = new RosterMetrics() {};

    /** How many changes wait. */
    default void queued(int depth) {}

    /** A transaction was committed. */
    default void committed(int changes, Duration took) {}

    /** A transaction failed or came too late, and what was in it is decided again. */
    default void retried() {}

    /** What another instance committed was read. */
    default void caughtUp(int items) {}

    /** The database held a version of which no notification came. */
    default void notificationLost() {}

    /** A change was not taken. */
    default void refused(Refusal why) {}

    /** A new snapshot holds. */
    default void holds(int items, int pendingIn) {}

    /** So many stanzas are owed to peers, the oldest for so long. */
    default void owed(long stanzas, Duration oldest) {}

    /**
     * A program was told whether it may trust.
     *
     * @param domains about how many domains
     * @param fromMemory whether the database was away, so that nobody could have changed what it was told
     */
    default void asked(int domains, boolean fromMemory) {}

    /** Stanzas that peers are owed left after their decision's turn, most of them again. */
    default void sentAgain(int stanzas) {}
}
