package org.serverroster.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Jid;

/**
 * Where a session stands (XEP-0050 section 2.4.2): the form that is to be filled in, and what that does. Immutable.
 *
 * @param shown what the form shows in some fields instead of what they hold at first
 * @param mayGoOn whether another stage may come after it
 * @param before the stage to which {@code prev} goes back
 */
record Stage(Form form, Map<String, List<String>> shown, boolean mayGoOn, Work work, Optional<Stage> before) {

    /** What a filled-in form does. */
    @FunctionalInterface
    interface Work {
        /**
         * @param admin who asks
         * @param roster the newest committed snapshot of the local domain that was asked
         */
        Step run(Jid admin, Submission form, Roster roster);
    }

    static Stage first(Command command) {
        return new Stage(command.form(), Map.of(), command.mayAskMore(), command::run, Optional.empty());
    }

    /** The stage after this one, which {@code filledIn} came to. Who goes back finds this one as it was filled in. */
    Stage then(Step.Ask ask, Submission filledIn) {
        Stage back = new Stage(form, filledIn.values(), mayGoOn, work, before);
        return new Stage(ask.form(), Map.of(), false, ask.work(), Optional.of(back));
    }

    /** Besides {@code cancel} and {@code execute}, which are always allowed; in the order of the schema. */
    Set<Action> allowed() {
        Set<Action> allowed = EnumSet.of(Action.COMPLETE);
        if (mayGoOn) {
            allowed.add(Action.NEXT);
        }
        if (before.isPresent()) {
            allowed.add(Action.PREV);
        }
        return allowed;
    }

    /** What {@code execute} stands for: "the value of this attribute SHOULD match [...] one of the contained children". */
    Action onExecute() {
        return mayGoOn ? Action.NEXT : Action.COMPLETE;
    }

    Element toElement() {
        return form.toElement(shown);
    }
}
