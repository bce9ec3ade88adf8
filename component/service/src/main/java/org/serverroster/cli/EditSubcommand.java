package org.serverroster.cli;

import java.util.List;
import java.util.Map;
import org.serverroster.xmpp.PeerDomain;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes down what is to be known of peers. What no option names stays as it is. Of one thread. */
@Command(
        name = "edit",
        description = "Names peers, puts them into groups and writes a note about them. What no option names stays.")
final class EditSubcommand extends PeerSubcommand {

    @Option(names = "--name", paramLabel = "TEXT", description = "what you call it; '' for nothing")
    private String name;

    @ArgGroup
    private Groups groups;

    @Option(names = "--note", paramLabel = "TEXT", description = "what is to be known of it; '' for nothing")
    private String note;

    /** Some, or none at all. */
    static final class Groups {

        @Option(
                names = "--group",
                paramLabel = "TEXT",
                required = true,
                description = "a group that it is in, instead of those it was in; may be given several times")
        private List<String> some;

        @Option(names = "--no-groups", required = true, description = "take it out of all groups")
        private boolean none;
    }

    EditSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    @Override
    String word() {
        return "edit";
    }

    @Override
    void check() throws CliException {
        super.check();
        if (name == null && note == null && groups == null) {
            throw CliException.usage("say what to change: --name, --group, --no-groups or --note");
        }
        text("--name", name == null ? "" : name);
        text("--note", note == null ? "" : note);
        if (groups != null && groups.some != null) {
            for (String group : groups.some) {
                text("--group", group);
            }
        }
    }

    @Override
    Answer run(Session session, PeerDomain peer) throws CliException {
        Map<String, List<String>> fields = about(peer);
        if (name != null) {
            fields.put("name", List.of(name));
        }
        if (groups != null) {
            fields.put("groups", groups.none ? List.of("") : groups.some);
        }
        if (note != null) {
            fields.put("note", List.of(note));
        }
        return session.run(Nodes.EDIT, fields);
    }
}
