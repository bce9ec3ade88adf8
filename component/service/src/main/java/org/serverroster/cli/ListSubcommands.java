package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list something. Filled in by picocli; of one thread. */
final class ListSubcommands {

    private ListSubcommands() {}

    /** One that shows a table to people, and an object to programs. */
    abstract static class Listing extends AdminSubcommand {

        @Option(names = "--json", description = "list it in JSON")
        private boolean json;

        Listing(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        final int show(
                String name,
                List<Map<String, Object>> members,
                TextTable.Columns columns,
                List<List<String>> cells,
                String none) {
            if (json) {
                json(name, members);
            } else if (cells.isEmpty()) {
                err().println(none);
            } else {
                table(columns, cells);
            }
            return ExitCode.OK;
        }
    }

    /** The roster. */
    @Command(name = "roster", description = "Lists the peers on the roster, by name.")
    static final class Roster extends Listing {

        @Option(names = "--hidden", description = "also those in the group 'Hidden'")
        private boolean hidden;

        @Option(names = "--match", paramLabel = "TEXT", description = "only those with this in their name")
        private String match = "";

        Roster(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        @Override
        void check() throws CliException {
            text("--match", match);
        }

        @Override
        int run(Session session) throws CliException {
            List<RosterEntry> entries = new Listings(session, progress()).roster(hidden, match);
            return show(
                    "peers",
                    entries.stream().map(RosterEntry::members).toList(),
                    RosterEntry.COLUMNS,
                    entries.stream().map(RosterEntry::cells).toList(),
                    "No peer to list.");
        }
    }

    /** The requests that wait. */
    @Command(name = "pending", description = "Lists the peers that ask to subscribe to this server, by name.")
    static final class Pending extends Listing {

        private static final TextTable.Columns COLUMNS = TextTable.columns("PEER", "REQUESTED", "REASON", "EVIDENCE");

        Pending(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        @Override
        int run(Session session) throws CliException {
            List<Row> rows = new Listings(session, progress()).pending();
            return show(
                    "requests",
                    rows.stream().map(Pending::members).toList(),
                    COLUMNS,
                    rows.stream()
                            .map(row -> List.of(
                                    TextTable.address(row.text("peerjid")),
                                    row.text("requested"),
                                    row.text("reason"),
                                    row.text("evidence")))
                            .toList(),
                    "No request waits.");
        }

        private static Map<String, Object> members(Row row) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("jid", row.text("peerjid"));
            members.put("requested", row.text("requested"));
            members.put("reason", row.text("reason"));
            members.put("evidence", row.text("evidence"));
            return members;
        }
    }

    /** Who did what. */
    @Command(name = "history", description = "Lists what was done on the roster and by whom, the newest first.")
    static final class History extends Listing {

        private static final TextTable.Columns COLUMNS =
                TextTable.columns("TIME", "PEER", "ACTION", "ACTOR", "BEFORE", "AFTER", "REASON");

        @Parameters(paramLabel = "PEER", arity = "0..1", description = "only about this peer")
        private String argument;

        @Option(
                names = "--max",
                paramLabel = "N",
                defaultValue = "50",
                description = "how many events at most (default: ${DEFAULT-VALUE})")
        private int max;

        private Optional<String> about = Optional.empty();

        History(Shell shell, Session.Opener opener) {
            super(shell, opener);
        }

        @Override
        void check() throws CliException {
            if (argument != null) {
                about = Optional.of(peer(argument).toString());
            }
        }

        @Override
        int run(Session session) throws CliException {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            about.ifPresent(peer -> fields.put("peerjid", List.of(peer)));
            fields.put("max", List.of(Integer.toString(max)));
            List<Row> rows = Listings.rowsOf(session.run(Nodes.HISTORY, fields));
            List<Map<String, Object>> members = new ArrayList<>();
            List<List<String>> cells = new ArrayList<>();
            for (Row row : rows) {
                String peer = row.text("peerjid").isEmpty() ? about.orElse("") : row.text("peerjid");
                members.add(members(row, peer));
                cells.add(List.of(
                        row.text("time"),
                        TextTable.address(peer),
                        row.text("action"),
                        TextTable.address(row.text("actor")),
                        row.text("before"),
                        row.text("after"),
                        row.text("reason")));
            }
            return show("events", members, COLUMNS, cells, "Nothing was done yet.");
        }

        private static Map<String, Object> members(Row row, String peer) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("time", row.text("time"));
            members.put("jid", peer);
            for (String name : List.of("action", "actor", "before", "after", "reason")) {
                members.put(name, row.text(name));
            }
            return members;
        }
    }
}
