package org.serverroster.roster;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.PeerDomain;

/**
 * One row of a local domain's roster. Immutable, and equal to any other that says the same.
 *
 * <p>No record: of a million items each byte counts, and a time is a number here, and not two objects. Times are kept to
 * the microsecond, as the database does.
 */
public final class RosterItem {

    private final String domain;
    private final SubscriptionState state;
    private final boolean approved;
    private final boolean blocked;
    private final String name;
    private final List<String> groups;
    private final String note;
    private final Request request;
    private final Asked asked;
    private final long fromSince;
    private final long toSince;
    private final long since;

    /**
     * The peer's request. The stanza itself, kept whole, stays in the database.
     *
     * @param received when the first one came
     * @param reason what the peer gave as its reason, cut to 1,000 characters, or empty
     */
    public record Request(Instant received, String reason) {

        public Request {
            reason = StoredText.reason(reason);
        }
    }

    /**
     * Our own request.
     *
     * @param sent when an administrator last asked for it
     * @param failure why it came back as an error, in words cut to 1,000 characters, if it did
     */
    public record Asked(Instant sent, Optional<String> failure) {

        public Asked {
            failure = failure.map(StoredText::reason);
        }
    }

    /**
     * A row.
     *
     * @param peer whom it is about
     * @param state the subscription
     * @param approved whether an administrator approved the peer's own request in advance
     * @param blocked whether the peer's requests are ignored unseen
     * @param name what the administrators call the peer, or empty
     * @param groups the groups it is in, in order
     * @param note what the administrators wrote about it, or empty
     * @param request the peer's request, exactly while the state is pending in
     * @param asked our own request, exactly while the state is pending out
     * @param fromSince since when the peer is subscribed to us, exactly while it is
     * @param toSince since when we are subscribed to the peer, exactly while we are
     * @param since when the row came to be
     */
    public RosterItem(
            PeerDomain peer,
            SubscriptionState state,
            boolean approved,
            boolean blocked,
            String name,
            List<String> groups,
            String note,
            Optional<Request> request,
            Optional<Asked> asked,
            Optional<Instant> fromSince,
            Optional<Instant> toSince,
            Instant since) {
        this.domain = peer.name().value();
        this.state = Objects.requireNonNull(state, "state");
        this.approved = approved;
        this.blocked = blocked;
        this.name = StoredText.of(name);
        this.groups = StoredText.all(groups);
        this.note = StoredText.of(note);
        this.request = request.orElse(null);
        this.asked = asked.orElse(null);
        this.fromSince = StoredTime.of(fromSince);
        this.toSince = StoredTime.of(toSince);
        this.since = StoredTime.of(since);
        require(state.pendingIn() == request.isPresent(), "a request stands exactly while pending in", peer);
        require(state.pendingOut() == asked.isPresent(), "our request stands exactly while pending out", peer);
        require(state.from() == fromSince.isPresent(), "From has a time exactly while it holds", peer);
        require(state.to() == toSince.isPresent(), "To has a time exactly while it holds", peer);
    }

    private static void require(boolean holds, String rule, PeerDomain peer) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + peer);
        }
    }

    /** What is known of a peer that has no row. */
    public static RosterItem none(PeerDomain peer, Instant now) {
        return new RosterItem(
                peer,
                SubscriptionState.NONE,
                false,
                false,
                "",
                List.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now);
    }

    public PeerDomain peer() {
        return new PeerDomain(new DomainName(domain));
    }

    /** The peer's name, of which items are looked for by and sorted. */
    String domain() {
        return domain;
    }

    public SubscriptionState state() {
        return state;
    }

    public boolean approved() {
        return approved;
    }

    public boolean blocked() {
        return blocked;
    }

    public String name() {
        return name;
    }

    public List<String> groups() {
        return groups;
    }

    public String note() {
        return note;
    }

    public Optional<Request> request() {
        return Optional.ofNullable(request);
    }

    public Optional<Asked> asked() {
        return Optional.ofNullable(asked);
    }

    public Optional<Instant> fromSince() {
        return StoredTime.optional(fromSince);
    }

    public Optional<Instant> toSince() {
        return StoredTime.optional(toSince);
    }

    public Instant since() {
        return StoredTime.instant(since);
    }

    /** Whether nothing is left of the item: None without {@code approved}, {@code blocked}, name, groups or note. */
    public boolean isEmpty() {
        return state == SubscriptionState.NONE
                && !approved
                && !blocked
                && name.isEmpty()
                && groups.isEmpty()
                && note.isEmpty();
    }

    RosterItem withApproved(boolean approved) {
        return with(approved, blocked, name, groups, note, asked());
    }

    RosterItem withBlocked(boolean blocked) {
        return with(approved, blocked, name, groups, note, asked());
    }

    RosterItem withAsked(Asked asked) {
        return with(approved, blocked, name, groups, note, Optional.of(asked));
    }

    RosterItem withText(String name, List<String> groups, String note) {
        return with(approved, blocked, name, groups, note, asked());
    }

    /** This item in the same state. */
    private RosterItem with(
            boolean approved, boolean blocked, String name, List<String> groups, String note, Optional<Asked> asked) {
        return new RosterItem(
                peer(),
                state,
                approved,
                blocked,
                name,
                groups,
                note,
                request(),
                asked,
                fromSince(),
                toSince(),
                since());
    }

    /**
     * This item in state {@code next}: what begins with the state begins now, what stood stays, what ended goes.
     *
     * @param reason the peer's reason, for a request that begins
     */
    RosterItem in(SubscriptionState next, String reason, Instant now) {
        return new RosterItem(
                peer(),
                next,
                approved,
                blocked,
                name,
                groups,
                note,
                next.pendingIn() ? request().or(() -> Optional.of(new Request(now, reason))) : Optional.empty(),
                next.pendingOut() ? asked().or(() -> Optional.of(new Asked(now, Optional.empty()))) : Optional.empty(),
                next.from() ? fromSince().or(() -> Optional.of(now)) : Optional.empty(),
                next.to() ? toSince().or(() -> Optional.of(now)) : Optional.empty(),
                since());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RosterItem item
                && domain.equals(item.domain)
                && state == item.state
                && approved == item.approved
                && blocked == item.blocked
                && name.equals(item.name)
                && groups.equals(item.groups)
                && note.equals(item.note)
                && Objects.equals(request, item.request)
                && Objects.equals(asked, item.asked)
                && fromSince == item.fromSince
                && toSince == item.toSince
                && since == item.since;
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, state, since);
    }

    @Override
    public String toString() {
        return Arrays.asList(domain, state, approved, blocked, name, groups, note, request, asked) + " "
                + Arrays.asList(fromSince(), toSince(), since());
    }
}
