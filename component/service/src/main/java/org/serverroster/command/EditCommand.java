package org.serverroster.command;

import java.util.ArrayList;
import java.util.List;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.xmpp.ItemTexts;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Printable;

/** An administrator writes down what a peer is called, which groups it is in, and what is to be known of it. */
record EditCommand(SubscriptionRules rules) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "edit";
    static final String NAME = "name";
    static final String GROUPS = "groups";
    static final String NOTE = "note";

    private static final Form FORM = new Form(
            NODE,
            "Editing What Is Known of a Peer Server",
            "Fill out this form to name a peer server, put it into groups and write a note about it. What you leave empty "
                    + "is emptied.",
            List.of(
                    PeerChange.PEER_FIELD,
                    new Field.Text(NAME, "What you call it", ItemTexts.MAX_NAME),
                    new Field.Lines(
                            GROUPS,
                            "The groups it is in, one a line; 'Hidden' keeps it out of lists",
                            ItemTexts.MAX_GROUPS,
                            ItemTexts.MAX_GROUP),
                    new Field.Text(NOTE, "What is to be known of it", ItemTexts.MAX_NOTE)));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Name a Peer Server";
    }

    @Override
    public Form form() {
        return FORM;
    }

    /** A field that the submission leaves out stays as it is, so that a program can change one of them alone. */
    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        return PeerChange.of(
                form,
                roster,
                (now, item, at) -> rules.edit(
                        item,
                        admin,
                        form.has(NAME) ? form.text(NAME) : item.name(),
                        form.has(GROUPS)
                                ? form.lines(GROUPS).stream().distinct().toList()
                                : item.groups(),
                        form.has(NOTE) ? form.text(NOTE) : item.note(),
                        at),
                EditCommand::told);
    }

    private static Completion told(Decision decision) {
        RosterItem before = decision.before();
        RosterItem after = decision.after();
        if (decision.verdict() == Verdict.UNCHANGED) {
            return Completion.info("Nothing to do: %s is %s already.".formatted(after.peer(), described(after)));
        }
        List<String> lost = new ArrayList<>();
        if (after.name().isEmpty() && !before.name().isEmpty()) {
            lost.add("the name " + shown(before.name()));
        }
        if (after.groups().isEmpty() && !before.groups().isEmpty()) {
            lost.add("the groups " + groups(before));
        }
        if (after.note().isEmpty() && !before.note().isEmpty()) {
            lost.add("the note " + shown(before.note()));
        }
        return Completion.info("%s is now %s.%s%s"
                .formatted(
                        after.peer(),
                        described(after),
                        lost.isEmpty() ? "" : " Gone: " + String.join(", ", lost) + ".",
                        after.isEmpty() ? " It is off the roster, for nothing else is known of it." : ""));
    }

    private static String described(RosterItem item) {
        return "%s, %s, %s"
                .formatted(
                        item.name().isEmpty() ? "without a name" : "called " + shown(item.name()),
                        item.groups().isEmpty() ? "in no group" : "in the groups " + groups(item),
                        item.note().isEmpty() ? "without a note" : "with the note " + shown(item.note()));
    }

    private static String groups(RosterItem item) {
        return item.groups().stream()
                .map(EditCommand::shown)
                .reduce((all, next) -> all + ", " + next)
                .orElse("");
    }

    private static String shown(String text) {
        return Printable.quoted(text, ItemTexts.MAX_NOTE);
    }
}
