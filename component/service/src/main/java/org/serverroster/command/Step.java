package org.serverroster.command;

import java.util.List;
import java.util.function.Function;
import org.serverroster.roster.Decision;
import org.serverroster.roster.RosterChange;
import org.serverroster.router.Outcome;
import org.serverroster.xmpp.PeerDomain;
import org.xmpp.packet.Packet;

/** What a command makes of a filled-in form, whichever way the form came. Immutable. */
public sealed interface Step {

    /** It is complete, and changed nothing. */
    record Done(Completion completion) implements Step {}

    /**
     * It is complete once the change is committed.
     *
     * @param told from what was decided
     */
    record Change(PeerDomain peer, RosterChange.Rule rule, Function<Decision, Completion> told) implements Step {}

    /**
     * This step as an outcome for the router.
     *
     * @param answer makes the completion into stanzas for who asked; may run on the roster thread
     * @param refuse does so with a change that could not be taken
     */
    default Outcome outcome(
            Function<Completion, List<Packet>> answer, Function<RosterChange.Refusal, List<Packet>> refuse) {
        if (this instanceof Done done) {
            return new Outcome.Answer(answer.apply(done.completion()));
        }
        Change change = (Change) this;
        return Outcome.change(
                new RosterChange(change.peer(), change.rule(), change.told().andThen(answer), refuse));
    }
}
