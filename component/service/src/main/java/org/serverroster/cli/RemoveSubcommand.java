package org.serverroster.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serverroster.xmpp.PeerDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * XEP-0162 section 2, "Remove". Of a peer that is subscribed to us too, the service asks whether that shall end: the one
 * who types is asked in turn, a script has to say it beforehand. Of one thread.
 */
@Command(
        name = "remove",
        description = "Ends this server's subscription to peers, and takes off the roster those that have none here.")
final class RemoveSubcommand extends PeerSubcommand {

    private static final String REVOKE = "revoke";

    @Option(
            names = "--revoke",
            negatable = true,
            description = "also end the peer's own subscription to this server, or not; otherwise you are asked")
    private Boolean revoke;

    RemoveSubcommand(Shell shell, Session.Opener opener) {
        super(shell, opener);
    }

    @Override
    String word() {
        return "remove";
    }

    @Override
    Answer run(Session session, PeerDomain peer) throws CliException {
        Map<String, List<String>> fields = about(peer);
        if (revoke != null) {
            fields.put(REVOKE, flag(revoke));
        }
        Answer answer = session.run(Nodes.REMOVE, fields);
        if (answer.open().isEmpty()) {
            return answer;
        }
        String open = answer.open().get();
        Optional<Boolean> said = ask(peer);
        if (said.isEmpty()) {
            session.cancel(Nodes.REMOVE, open);
            throw CliException.usage(
                    peer.shown() + " and this server are subscribed to each other: say --revoke to end its"
                            + " subscription too, or --no-revoke to let it be; nothing was done about it");
        }
        return session.complete(Nodes.REMOVE, open, Map.of(REVOKE, flag(said.get())));
    }

    private Optional<Boolean> ask(PeerDomain peer) {
        return shell().prompt()
                .flatMap(prompt ->
                        prompt.line(peer.shown() + " is subscribed to this server too. End that as well? [yes/no] "))
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .flatMap(line -> switch (line) {
                    case "y", "yes" -> Optional.of(true);
                    case "n", "no" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    private static List<String> flag(boolean value) {
        return List.of(value ? "1" : "0");
    }
}
