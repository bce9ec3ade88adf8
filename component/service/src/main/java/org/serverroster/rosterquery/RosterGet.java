package org.serverroster.rosterquery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterItem;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * {@code jabber:iq:roster} get: the roster for readers and administrators. Who gets no pushes is answered from the
 * snapshot at once; who gets some is answered by the outgoing thread, in order with them. Immutable; any thread.
 */
public final class RosterGet implements StanzaHandler<IQ> {

    /**
     * What answers a request.
     *
     * @param query what the result holds; empty: nothing
     * @param begin where the reader stood when it asked
     */
    private record Reply(Optional<Element> query, Place begin) {

        /** Where the reader stands with it. */
        Place place(Roster roster) {
            return query.isPresent() ? new Place.Changes(roster.version()) : begin;
        }
    }

    private final Predicate<Jid> mayRead;
    private final RosterPushes pushes;
    private final Supplier<Roster> newest;
    private final Bounds bounds;

    /**
     * @param mayRead who may, by the sender's address
     * @param newest the newest committed roster
     */
    public RosterGet(Predicate<Jid> mayRead, RosterPushes pushes, Supplier<Roster> newest) {
        this.mayRead = mayRead;
        this.pushes = pushes;
        this.newest = newest;
        this.bounds = pushes.bounds();
    }

    @Override
    public Outcome handle(Inbound<IQ> in, Roster roster) {
        if (!mayRead.test(in.from())) {
            return Outcome.answer(
                    Refused.forbidden(in, "only this server roster's readers and administrators may read it"));
        }
        Element query = in.stanza().getChildElement();
        if (!query.elements().isEmpty()) {
            return Outcome.answer(
                    Stanzas.error(in, Condition.bad_request, Type.modify, "who asks for the roster sends no items"));
        }
        String ver = query.attributeValue("ver");
        if (!pushes.concerns(in.from())) {
            Optional<Reply> reply = reply(roster, ver);
            if (reply.isEmpty()) {
                return Outcome.answer(tooLarge(in));
            }
            if (reply.get().place(roster).equals(new Place.Changes(roster.version()))) {
                return Outcome.answer(result(in, reply.get()));
            }
        }
        return Outcome.change(RosterChange.nothing(
                roster.domain(), () -> answer(in, ver), refusal -> List.of(Refused.later(in, refusal))));
    }

    /** On the outgoing thread. */
    private List<Packet> answer(Inbound<IQ> in, String ver) {
        Roster roster = newest.get();
        Optional<Reply> reply = reply(roster, ver);
        if (reply.isEmpty()) {
            return List.of(tooLarge(in));
        }
        if (!pushes.follow(in.from(), reply.get().begin(), reply.get().place(roster), roster)) {
            return List.of(Stanzas.error(
                    in,
                    Condition.resource_constraint,
                    Type.wait,
                    "too many readers follow this roster; try again later"));
        }
        List<Packet> stanzas = new ArrayList<>();
        stanzas.add(result(in, reply.get()));
        stanzas.addAll(pushes.catchUp(roster));
        return stanzas;
    }

    /** "A {@code ver} that is current is answered with an empty result …"; empty: the roster is too large for an answer. */
    private Optional<Reply> reply(Roster roster, String ver) {
        Place begin = begin(roster, ver);
        if (begin instanceof Place.Changes) {
            return Optional.of(new Reply(Optional.empty(), begin));
        }
        Optional<Element> whole = whole(roster);
        return whole.isEmpty() && ver == null ? Optional.empty() : Optional.of(new Reply(whole, begin));
    }

    private Place begin(Roster roster, String ver) {
        if (ver == null) {
            return new Place.Gone(Optional.empty(), roster.version());
        }
        if (ver.equals(Long.toString(roster.version()))) {
            return new Place.Changes(roster.version());
        }
        // Eighteen digits cannot overflow.
        if (ver.matches("[1-9][0-9]{0,17}")) {
            long since = Long.parseLong(ver);
            if (since < roster.version() && roster.version() - since <= bounds.replay()) {
                return new Place.Changes(since);
            }
        }
        return new Place.Gone(Optional.empty(), roster.version());
    }

    /** "Over 1,000 items no roster goes into one stanza"; nor does one with so long names that servers would refuse it. */
    private Optional<Element> whole(Roster roster) {
        Element query = RosterItems.query(Long.toString(roster.version()));
        int items = 0;
        for (RosterItem item : roster.items()) {
            if (RosterItems.isShown(item)) {
                if (++items > bounds.items()) {
                    return Optional.empty();
                }
                query.add(RosterItems.item(item));
            }
        }
        return Optional.of(query)
                .filter(whole -> whole.asXML().getBytes(StandardCharsets.UTF_8).length <= bounds.bytes());
    }

    private static IQ result(Inbound<IQ> in, Reply reply) {
        return reply.query().map(query -> Stanzas.result(in, query)).orElseGet(() -> Stanzas.result(in));
    }

    private static Packet tooLarge(Inbound<IQ> in) {
        return Stanzas.policyViolation(
                in,
                "the roster is too large for one stanza; ask with a ver, empty at first, and each item comes as a push");
    }
}
