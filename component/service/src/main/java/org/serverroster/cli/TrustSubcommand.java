package org.serverroster.cli;

import java.util.ArrayList;
import java.util.List;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks whether domains are trusted, as any program does that may. Filled in by picocli; of one thread. */
@Command(
        name = "trust",
        description = "Asks whether domains are trusted. Ends with 0 if all are, with 1 if one is not.",
        footer = {
            "  0   trusted, all of them",
            "  1   not trusted, at least one of them",
            "  2   a wrong command line",
            "  65  the service refuses the question",
            "  69  the server or the service cannot be reached",
            "  70  a fault of this program",
            "  75  no answer in time, or one that says to try again later",
            "  76  an answer that makes no sense",
            "  77  the login failed, or the account may not ask"
        })
final class TrustSubcommand extends AdminSubcommand {

    /** Of the questions in one stanza. */
    private static final int MAX = 1_000;

    @Parameters(paramLabel = "JID", arity = "1..*", description = "any address: its domain is what is judged")
    private List<String> arguments;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    private final List<String> jids = new ArrayList<>();

    TrustSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    @Override
    void check() throws CliException {
        for (String argument : arguments) {
            try {
                jids.add(Jid.parse(argument).domain().toString());
            } catch (MalformedJidException e) {
                throw CliException.usage(e.getMessage());
            }
        }
    }

    @Override
    int run(Session session) throws CliException {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < jids.size(); i += MAX) {
            verdicts.addAll(session.trust(jids.subList(i, Math.min(i + MAX, jids.size()))));
        }
        for (int i = 0; i < jids.size(); i++) {
            if (!verdicts.get(i).jid().equals(jids.get(i))) {
                throw new CliException(
                        ExitCode.PROTOCOL,
                        "the answer is about " + verdicts.get(i).jid() + ", the question was about " + jids.get(i));
            }
        }
        if (json) {
            json("domains", verdicts.stream().map(Verdict::members).toList());
        } else {
            table(Verdict.COLUMNS, verdicts.stream().map(Verdict::cells).toList());
        }
        return verdicts.stream().allMatch(Verdict::trusted) ? ExitCode.OK : ExitCode.NOT_DONE;
    }
}
