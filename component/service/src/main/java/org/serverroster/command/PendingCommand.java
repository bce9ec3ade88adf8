package org.serverroster.command;

import java.util.List;
import java.util.stream.Stream;
import org.serverroster.evidence.Evidence;
import org.serverroster.evidence.Looks;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;

/**
 * Lists the requests that wait for an administrator, by name of the peer.
 *
 * @param looks what was found out about them
 */
record PendingCommand(Looks looks) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "pending";

    private static final String TITLE = "Requests That Wait for an Answer";

    private static final Form FORM = new Form(
            NODE,
            TITLE,
            "Fill out this form to list the peer servers that ask to subscribe to this server.",
            List.of(Page.MAX_FIELD, Page.AFTER_FIELD));

    private static final List<Listing.Column> COLUMNS = List.of(
            new Listing.Column("peerjid", "jid-single", "Peer server"),
            new Listing.Column("requested", "text-single", "Asked at"),
            new Listing.Column("reason", "text-single", "Its reason"),
            new Listing.Column("evidence", "text-single", "What it says of itself"));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "List Requests of Peer Servers";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        Stream<RosterItem> items;
        try {
            items = Page.from(roster, form);
        } catch (MalformedJidException e) {
            return new Step.Done(Completion.error("Nothing is listed: " + e.getMessage() + "."));
        }
        Page page = Page.of(items.filter(item -> item.state().pendingIn()), form.number(Page.MAX), COLUMNS, this::row);
        String count = roster.pendingIn() == 1 ? "1 request waits" : "%,d requests wait".formatted(roster.pendingIn());
        return new Step.Done(Completion.listing(
                "%s for an answer%s."
                                .formatted(
                                        count,
                                        page.rows().size() == roster.pendingIn()
                                                ? ""
                                                : "; %,d of them are listed here"
                                                        .formatted(page.rows().size()))
                        + page.rest(),
                new Listing(NODE, TITLE, COLUMNS, page.rows())));
    }

    private Listing.Row row(RosterItem item) {
        String requested = PeerWords.time(item.request().map(RosterItem.Request::received));
        String reason = PeerWords.reason(item);
        String evidence = looks.seen(item.peer()).map(Evidence::words).orElse("");
        return new Listing.Row(
                List.of(List.of(item.peer().toString()), List.of(requested), List.of(reason), List.of(evidence)),
                "%s, asked %s%s%s"
                        .formatted(
                                item.peer().shown(),
                                requested,
                                evidence.isEmpty() ? "" : " – " + evidence,
                                // Last, and so never what a long one leaves no room for.
                                PeerWords.because(item.request()
                                        .map(RosterItem.Request::reason)
                                        .orElse(""))));
    }
}
