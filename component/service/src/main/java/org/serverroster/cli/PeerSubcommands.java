package org.serverroster.cli;

import java.util.List;
import java.util.Map;
import org.serverroster.xmpp.PeerDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands about peers that are one form each. Filled in by picocli; of one thread. */
final class PeerSubcommands {

    private PeerSubcommands() {}

    /** One that may tell the peer's administrators why. */
    abstract static class WithReason extends PeerSubcommand {

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "why, for the peer's administrators and for the history")
        private String reason;

        private final String node;

        WithReason(Shell shell, Session.Opener opener, String node) {
            super(shell, opener);
            this.node = node;
        }

        void fill(Map<String, List<String>> fields) {
            if (reason != null) {
                fields.put("reason", List.of(reason));
            }
        }

        @Override
        void check() throws CliException {
            super.check();
            if (reason != null) {
                text("--reason", reason);
            }
        }

        @Override
        Answer run(Session session, PeerDomain peer) throws CliException {
            Map<String, List<String>> fields = about(peer);
            fill(fields);
            return session.run(node, fields);
        }
    }

    /** XEP-0267 section 2. */
    @Command(
            name = "subscribe",
            description = "Asks peers to let this server subscribe to them, and approves their own requests with it.")
    static final class Subscribe extends PeerSubcommand {

        Subscribe(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        @Override
        String word() {
            return "subscribe";
        }

        @Override
        Answer run(Session session, PeerDomain peer) throws CliException {
            return session.run(Nodes.SUBSCRIBE, about(peer));
        }
    }

    /** Lets a peer subscribe that asked to. */
    @Command(name = "approve", description = "Lets peers subscribe to this server that asked for it.")
    static final class Approve extends WithReason {

        @Option(
                names = "--reciprocate",
                negatable = true,
                description = "also ask them to let this server subscribe, or not; otherwise as the service is set up")
        private Boolean reciprocate;

        Approve(Shell shell, Session.Opener opener) {
            super(shell, opener, Nodes.APPROVE);
        }

        @Override
        String word() {
            return "approve";
        }

        @Override
        void fill(Map<String, List<String>> fields) {
            super.fill(fields);
            if (reciprocate != null) {
                fields.put("reciprocate", List.of(reciprocate ? "1" : "0"));
            }
        }
    }

    /** Refuses a request. */
    @Command(name = "deny", description = "Refuses the requests of peers that asked to subscribe to this server.")
    static final class Deny extends WithReason {

        Deny(Shell shell, Session.Opener opener) {
            super(shell, opener, Nodes.DENY);
        }

        @Override
        String word() {
            return "deny";
        }
    }

    /** Ends our own subscription. */
    @Command(
            name = "unsubscribe",
            description = "Ends this server's subscription to peers, or takes its requests back.")
    static final class Unsubscribe extends WithReason {

        Unsubscribe(Shell shell, Session.Opener opener) {
            super(shell, opener, Nodes.UNSUBSCRIBE);
        }

        @Override
        String word() {
            return "unsubscribe";
        }
    }

    /** XEP-0162 section 2, "Block". */
    @Command(name = "block", description = "Ends the subscriptions of peers to this server, or refuses their requests.")
    static final class Block extends WithReason {

        @Option(names = "--ignore", description = "also drop their later requests unseen")
        private boolean ignore;

        Block(Shell shell, Session.Opener opener) {
            super(shell, opener, Nodes.BLOCK);
        }

        @Override
        String word() {
            return "block";
        }

        @Override
        void fill(Map<String, List<String>> fields) {
            super.fill(fields);
            fields.put("ignore", List.of(ignore ? "1" : "0"));
        }
    }

    /** Undoes {@code block --ignore}. */
    @Command(name = "unblock", description = "Lets the requests of peers be seen again.")
    static final class Unblock extends PeerSubcommand {

        Unblock(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        @Override
        String word() {
            return "unblock";
        }

        @Override
        Answer run(Session session, PeerDomain peer) throws CliException {
            return session.run(Nodes.UNBLOCK, about(peer));
        }
    }
}
