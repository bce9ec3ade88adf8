package org.serverroster.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.serverroster.evidence.Evidence;
import org.serverroster.evidence.Looks;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;

/**
 * Lists every item, by name of the peer.
 *
 * @param available whether a peer is available, where that has been heard
 * @param looks what was found out about peers
 */
record RosterCommand(Function<PeerDomain, Optional<Boolean>> available, Looks looks) implements Command {

    static final String NODE = Namespaces.ROSTER_ADMIN + "roster";
    static final String HIDDEN = "hidden";
    static final String MATCH = "match";

    /** XEP-0162 section 3: contacts in this group are kept out of lists. */
    private static final String HIDDEN_GROUP = "Hidden";

    /** XEP-0162 section 3: where contacts are listed that are subscribed to us and in no group. */
    private static final String OBSERVERS_GROUP = "Observers";

    private static final String TITLE = "The Server Roster";
    private static final int MAX_TEXT = 1_000;

    private static final Form FORM = new Form(
            NODE,
            TITLE,
            "Fill out this form to list the peer servers on this server's roster.",
            List.of(
                    Field.Flag.of(HIDDEN, "Also list those in the group 'Hidden'", false),
                    new Field.Text(MATCH, "Only list those with this in their name", 253),
                    Page.MAX_FIELD,
                    Page.AFTER_FIELD));

    private static final List<Listing.Column> COLUMNS = List.of(
            new Listing.Column("peerjid", "jid-single", "Peer server"),
            new Listing.Column("state", "text-single", "State"),
            new Listing.Column("name", "text-single", "Name"),
            new Listing.Column("groups", "text-multi", "Groups"),
            new Listing.Column("subscription", "text-single", "Subscription"),
            new Listing.Column("ask", "text-single", "Our request"),
            new Listing.Column("approved", "boolean", "Approved in advance"),
            new Listing.Column("blocked", "boolean", "Blocked"),
            new Listing.Column("available", "boolean", "Available"),
            new Listing.Column("since", "text-single", "On the roster since"),
            // Beyond what is promised: an export has the note from here, and an edit of it could not be seen otherwise;
            // and who announces nothing may have approved by rote.
            new Listing.Column("note", "text-single", "Note"),
            new Listing.Column("announces", "boolean", "Announces a server roster"));

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "List the Server Roster";
    }

    @Override
    public Form form() {
        return FORM;
    }

    @Override
    public Step run(Jid admin, Submission form, Roster roster) {
        boolean hidden = form.flag(HIDDEN);
        String match = form.text(MATCH).toLowerCase(Locale.ROOT);
        Stream<RosterItem> items;
        try {
            items = Page.from(roster, form);
        } catch (MalformedJidException e) {
            return new Step.Done(Completion.error("Nothing is listed: " + e.getMessage() + "."));
        }
        Page page = Page.of(
                items.filter(item -> hidden || !item.groups().contains(HIDDEN_GROUP))
                        .filter(item -> matches(item, match)),
                form.number(Page.MAX),
                COLUMNS,
                this::row);
        int listed = page.rows().size();
        return new Step.Done(Completion.listing(
                "%,d %s listed; the roster holds %,d.%s"
                        .formatted(listed, listed == 1 ? "peer is" : "peers are", roster.size(), page.rest()),
                new Listing(NODE, TITLE, COLUMNS, page.rows())));
    }

    private static boolean matches(RosterItem item, String match) {
        return item.peer().toString().contains(match)
                || item.name().toLowerCase(Locale.ROOT).contains(match);
    }

    private Listing.Row row(RosterItem item) {
        Optional<Boolean> isAvailable = item.state().to() ? available.apply(item.peer()) : Optional.empty();
        List<String> groups = item.groups().isEmpty() && item.state() == SubscriptionState.FROM
                ? List.of(OBSERVERS_GROUP)
                : item.groups();
        Optional<Boolean> announces =
                looks.seen(item.peer()).filter(Evidence::answered).map(Evidence::announces);
        // As they were written: a program that sends a text back must not change it. Each was checked to be one line.
        List<List<String>> cells = List.of(
                List.of(item.peer().toString()),
                List.of(item.state().rfcName()),
                List.of(item.name()),
                groups,
                List.of(item.state().subscription()),
                List.of(item.state().pendingOut() ? "subscribe" : ""),
                List.of(Boolean.toString(item.approved())),
                List.of(Boolean.toString(item.blocked())),
                isAvailable.map(Object::toString).stream().toList(),
                List.of(PeerWords.time(Optional.of(item.since()))),
                List.of(item.note()),
                announces.map(Object::toString).stream().toList());
        return new Listing.Row(cells, words(item, groups, isAvailable, announces));
    }

    private static String words(
            RosterItem item, List<String> groups, Optional<Boolean> isAvailable, Optional<Boolean> announces) {
        String name = Printable.of(item.name(), MAX_TEXT);
        return "%s%s%s: %s%s%s%s"
                .formatted(
                        item.peer().shown(),
                        name.isEmpty() ? "" : " (" + name + ")",
                        groups.isEmpty() ? "" : " in " + Printable.of(String.join(", ", groups), MAX_TEXT),
                        item.state(),
                        item.blocked() ? ", blocked" : "",
                        isAvailable
                                .map(is -> is ? ", available" : ", not available")
                                .orElse(""),
                        announces.orElse(true) ? "" : ", announces no server roster");
    }
}
