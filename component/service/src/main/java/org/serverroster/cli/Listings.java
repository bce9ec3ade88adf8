package org.serverroster.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.serverroster.xmpp.PeerDomain;

/** Lists that the service gives in pages, fetched whole. Of one thread. */
final class Listings {

    /** The most that a page may have. */
    private static final int PAGE = 1_000;

    private static final String PEER = "peerjid";

    private final Session session;
    private final Progress progress;

    Listings(Session session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /**
     * Every item of the roster, by name of the peer.
     *
     * @param hidden also those in the group Hidden
     * @param match a part of the peer's name, or empty for all
     */
    List<RosterEntry> roster(boolean hidden, String match) throws CliException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("hidden", List.of(hidden ? "1" : "0"));
        if (!match.isEmpty()) {
            fields.put("match", List.of(match));
        }
        List<RosterEntry> entries = new ArrayList<>();
        for (Row row : whole(Nodes.ROSTER, fields, "peers", row -> false)) {
            entries.add(RosterEntry.of(row));
        }
        return List.copyOf(entries);
    }

    /** The item of one peer, if there is one. */
    Optional<RosterEntry> find(PeerDomain peer) throws CliException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("hidden", List.of("1"));
        fields.put("match", List.of(peer.toString()));
        Predicate<Row> wanted = row -> row.text(PEER).equals(peer.toString());
        for (Row row : whole(Nodes.ROSTER, fields, "peers", wanted)) {
            if (wanted.test(row)) {
                return Optional.of(RosterEntry.of(row));
            }
        }
        return Optional.empty();
    }

    /** Every request that waits, by name of the peer. */
    List<Row> pending() throws CliException {
        return whole(Nodes.PENDING, Map.of(), "requests", row -> false);
    }

    /**
     * All pages, or those up to a row that is enough. How many rows a page has is the service's choice, as large ones do
     * not fit into a stanza: the end is where none come any more.
     */
    private List<Row> whole(String node, Map<String, List<String>> fields, String what, Predicate<Row> enough)
            throws CliException {
        List<Row> rows = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        try {
            while (true) {
                Map<String, List<String>> page = new LinkedHashMap<>(fields);
                page.put("max", List.of(Integer.toString(PAGE)));
                if (!rows.isEmpty()) {
                    page.put("after", List.of(rows.get(rows.size() - 1).text(PEER)));
                }
                List<Row> more = rowsOf(session.run(node, page));
                rows.addAll(more);
                if (more.isEmpty() || more.stream().anyMatch(enough)) {
                    return rows;
                }
                if (!begun.add(more.get(0).text(PEER))) {
                    throw new CliException(ExitCode.PROTOCOL, "the service's list begins again where it should go on");
                }
                progress.show("%,d %s".formatted(rows.size(), what));
            }
        } finally {
            progress.clear();
        }
    }

    /** What the command lists; an error note is an exception. */
    static List<Row> rowsOf(Answer answer) throws CliException {
        if (answer.failed()) {
            throw new CliException(ExitCode.NOT_DONE, answer.note());
        }
        return answer.rows();
    }
}
