package org.serverroster.command;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
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
     * Before anything is done, one more form is to be filled in (XEP-0050 section 2.4.2).
     *
     * @param work what that form does
     */
    record Ask(Form form, Stage.Work work) implements Step {}

    /**
     * What is to be done is known later: something is asked or read first.
     *
     * @param begin begins that, without waiting for it; what it gives ends in bounded time, on any thread, and never in
     *     an exception
     */
    record Later(Supplier<CompletionStage<Step>> begin) implements Step {}

    /** It cannot be done now, and was not; later it may. */
    record NotNow(Refusal why) implements Step {}

    /** How who asked is told; may be called on any thread. */
    interface Teller {

        List<Packet> completed(Completion completion);

        List<Packet> asked(Ask ask);

        List<Packet> refused(Refusal why);
    }

    /** This step as an outcome for the router. */
    default Outcome outcome(Teller teller) {
        if (this instanceof Done done) {
            return new Outcome.Answer(teller.completed(done.completion()));
        }
        if (this instanceof Ask ask) {
            return new Outcome.Answer(teller.asked(ask));
        }
        if (this instanceof NotNow notNow) {
            return new Outcome.Answer(teller.refused(notNow.why()));
        }
        if (this instanceof Later later) {
            return new Outcome.Later(() -> later.begin().get().thenApply(step -> step.outcome(teller)));
        }
        Change change = (Change) this;
        return Outcome.change(new RosterChange(
                change.peer(),
                change.rule(),
                change.told().andThen(teller::completed),
                refusal -> teller.refused(Refusal.of(refusal))));
    }
}
