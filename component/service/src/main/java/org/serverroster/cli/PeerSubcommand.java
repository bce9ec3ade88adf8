package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serverroster.xmpp.PeerDomain;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that changes something about one peer or several, one after the other. Of one thread. */
abstract class PeerSubcommand extends AdminSubcommand {

    @Parameters(paramLabel = "PEER", arity = "1..*", description = "the domain of a peer server")
    private List<String> arguments;

    @Option(names = "--json", description = "tell what came of it in JSON")
    private boolean json;

    private final List<PeerDomain> peers = new ArrayList<>();

    PeerSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    /** The word of the command line. */
    abstract String word();

    /** Does it for one peer. */
    abstract Answer run(Session session, PeerDomain peer) throws CliException;

    /** The fields of the command's form, with the peer's as the first. */
    static Map<String, List<String>> about(PeerDomain peer) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("peerjid", List.of(peer.toString()));
        return fields;
    }

    @Override
    void check() throws CliException {
        for (String argument : arguments) {
            peers.add(peer(argument));
        }
    }

    @Override
    final int run(Session session) throws CliException {
        List<Result> results = new ArrayList<>();
        try {
            for (PeerDomain peer : peers) {
                Result result = Result.of(peer, word(), run(session, peer));
                results.add(result);
                if (!json) {
                    lines(result.note()).forEach((result.failed() ? err() : out())::println);
                }
            }
        } finally {
            // Also when the connection is lost on the way: what was done is done.
            if (json) {
                json("results", results.stream().map(Result::members).toList());
            }
        }
        return results.stream().anyMatch(Result::failed) ? ExitCode.NOT_DONE : ExitCode.OK;
    }
}
