package org.serverroster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.serverroster.roster.Actor;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterEvent;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.xmpp.packet.PacketError;

/** Lists who did what to the roster and what came of it, newest first. */
record HistoryCommand(History history) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "history";

    private static final Logger LOG = LogManager.getLogger(HistoryCommand.class);
    private static final String TITLE = "The History of the Server Roster";
    private static final int DEFAULT_ROWS = 50;
    private static final int MAX_ROWS = 1_000;
    private static final int MAX_REASON = 1_000;

    private static final Form FORM = new Form(
            NODE,
            TITLE,
            "Fill out this form to list what happened to the server roster, newest first.",
            List.of(
                    new Field.Address(PeerChange.PEER, "Only about this peer server", false),
                    new Field.Number(Page.MAX, "How many to list at most (1 to 1,000)", DEFAULT_ROWS, 1, MAX_ROWS)));

    private static final List<Listing.Column> COLUMNS = List.of(
            new Listing.Column("time", "text-single", "When"),
            new Listing.Column("actor", "text-single", "Who"),
            new Listing.Column("action", "text-single", "Did what"),
            new Listing.Column("before", "text-single", "State before"),
            new Listing.Column("after", "text-single", "State after"),
            new Listing.Column("reason", "text-single", "Why"),
            // Beyond what is promised: without a peer given, nobody could tell otherwise whom a row is about.
            new Listing.Column(PeerChange.PEER, "jid-single", "Peer server"));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "List the Server Roster's History";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        Optional<PeerDomain> peer;
        try {
            peer = Optional.of(form.text(PeerChange.PEER))
                    .filter(text -> !text.isEmpty())
                    .map(PeerDomain::parse);
        } catch (MalformedJidException e) {
            return new Step.Done(Completion.error("Nothing is listed: " + e.getMessage() + "."));
        }
        int max = form.number(Page.MAX);
        // One more than asked for tells whether there are more.
        return new Step.Later(() -> history.read(peer, max + 1)
                .<Step>thenApply(events -> new Step.Done(told(events, peer, max)))
                .exceptionally(HistoryCommand::notNow));
    }

    private static Completion told(List<RosterEvent> events, Optional<PeerDomain> peer, int max) {
        List<Listing.Row> rows = new ArrayList<>();
        int bytes = 0;
        for (RosterEvent event : events.subList(0, Math.min(max, events.size()))) {
            Listing.Row row = row(event);
            bytes += Listing.bytes(COLUMNS, row);
            if (bytes > Page.MAX_BYTES) {
                break;
            }
            rows.add(row);
        }
        String about = peer.map(name -> " about " + name).orElse("");
        String rest = rows.size() == events.size() ? "" : " There are older ones.";
        String note = rows.isEmpty()
                ? "Nothing has happened yet%s.".formatted(about)
                : "%,d %s listed%s, newest first.%s"
                        .formatted(rows.size(), rows.size() == 1 ? "event is" : "events are", about, rest);
        return Completion.listing(note, new Listing(NODE, TITLE, COLUMNS, rows));
    }

    private static Listing.Row row(RosterEvent event) {
        String time = PeerWords.time(Optional.of(event.at()));
        String actor = event.actor() instanceof Actor.Policy policy
                ? "the rule for " + policy.label()
                : event.actor().label();
        String reason = Printable.of(event.reason(), MAX_REASON);
        List<List<String>> cells = List.of(
                List.of(time),
                List.of(actor),
                List.of(event.action().label()),
                List.of(event.before().rfcName()),
                List.of(event.after().rfcName()),
                List.of(reason),
                List.of(event.peer().toString()));
        return new Listing.Row(
                cells,
                "%s %s: %s, by %s, %s -> %s%s"
                        .formatted(
                                time,
                                event.peer().shown(),
                                event.action().label(),
                                actor,
                                event.before(),
                                event.after(),
                                PeerWords.because(event.reason())));
    }

    private static Step notNow(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RejectedExecutionException) {
            return new Step.NotNow(new Refusal(
                    PacketError.Condition.resource_constraint,
                    "Nothing is listed: too many others read the history. Try again in a moment."));
        }
        LOG.warn("the history can not be read: {}", String.valueOf(cause.getMessage()));
        return new Step.NotNow(new Refusal(
                PacketError.Condition.internal_server_error,
                "Nothing is listed: the database does not answer. Try again later."));
    }
}
