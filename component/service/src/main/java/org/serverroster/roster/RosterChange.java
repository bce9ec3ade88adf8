package org.serverroster.roster;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/**
 * A change that waits to be made: what a handler returns and the roster thread carries out. Immutable.
 *
 * @param peer whose item it concerns; it reads and writes no other
 * @param rule decides; pure, and run again on a fresh roster if a commit failed
 * @param answer what who asked is told, once the decision is committed
 * @param refuse what who asked is told if the change could not be taken; nothing was changed then
 * @param bytes of memory that it keeps while it waits, where a peer can make that much; else 0
 */
public record RosterChange(
        PeerDomain peer,
        Rule rule,
        Function<Decision, List<Packet>> answer,
        Function<Refusal, List<Packet>> refuse,
        int bytes) {

    /** One that keeps little. */
    public RosterChange(
            PeerDomain peer,
            Rule rule,
            Function<Decision, List<Packet>> answer,
            Function<Refusal, List<Packet>> refuse) {
        this(peer, rule, answer, refuse, 0);
    }

    /**
     * Changes nothing: what is to be said once everything before it is committed, on the outgoing thread and so in order
     * with everything else that this thread lets out.
     *
     * @param domain whose roster it is
     */
    public static RosterChange nothing(
            LocalDomain domain, Supplier<List<Packet>> answer, Function<Refusal, List<Packet>> refuse) {
        // No roster holds its own domain, so there is no item to be wrong about.
        return new RosterChange(
                new PeerDomain(domain.name()),
                (roster, item, now) -> Decision.nothing(item, Decision.Verdict.UNCHANGED),
                decision -> answer.get(),
                refuse);
    }

    /** What a rule may know of the roster besides its item. */
    public interface Others {
        /** How many requests wait for an administrator. */
        int pendingIn();
    }

    /** Decides what becomes of the peer's item. */
    @FunctionalInterface
    public interface Rule {
        /**
         * @param others the roster with everything decided before
         * @param item the peer's item in it, or {@link RosterItem#none}
         * @param now when, to the microsecond
         */
        Decision decide(Others others, RosterItem item, Instant now);
    }

    /** Why a change was not taken. */
    public enum Refusal {
        /** As many changes wait as the queue holds: try again. */
        BUSY,
        /** The program is stopping: try again. */
        STOPPING,
        /** A fault of ours, which the log tells of. */
        FAULT
    }
}
