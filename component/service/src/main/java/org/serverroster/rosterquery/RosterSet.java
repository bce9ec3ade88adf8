package org.serverroster.rosterquery;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dom4j.Element;
import org.serverroster.roster.Decision;
import org.serverroster.roster.Decision.Verdict;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterChange.Rule;
import org.serverroster.roster.SubscriptionRules;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.ItemTexts;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * {@code jabber:iq:roster} set, by administrators alone: the name and groups of one item, which take the place of what was
 * there, or its removal (RFC 3921 sections 7.5 and 8.6). Errors as in RFC 6121 sections 2.3.3 and 2.5.3. Immutable; any
 * thread.
 */
public final class RosterSet implements StanzaHandler<IQ> {

    private final SubscriptionRules rules;
    private final Set<Jid> admins;

    /** @param admins bare addresses */
    public RosterSet(SubscriptionRules rules, Set<Jid> admins) {
        this.rules = rules;
        this.admins = Set.copyOf(admins);
    }

    @Override
    public Outcome handle(Inbound<IQ> in, Roster roster) {
        if (!admins.contains(in.from().bare())) {
            return Outcome.answer(Refused.forbidden(in, "only this server roster's administrators may change it"));
        }
        List<Element> items = in.stanza().getChildElement().elements();
        if (items.size() != 1 || !items.get(0).getQName().equals(RosterItems.ITEM)) {
            return refuse(in, Condition.bad_request, "a roster set holds exactly one item");
        }
        Element item = items.get(0);
        PeerDomain peer;
        try {
            peer = PeerDomain.parse(item.attributeValue("jid"));
        } catch (MalformedJidException e) {
            return refuse(in, Condition.jid_malformed, e.getMessage());
        }
        if (peer.name().equals(roster.domain().name())) {
            return refuse(in, Condition.not_acceptable, peer + " is this server itself, and no server is its own peer");
        }
        return "remove".equals(item.attributeValue("subscription")) ? remove(in, peer) : edit(in, peer, item);
    }

    /** "Any other subscription value is ignored, as RFC 3921 section 7.4 says." */
    private Outcome edit(Inbound<IQ> in, PeerDomain peer, Element item) {
        String name = item.attributeValue("name", "").strip();
        List<String> groups = item.elements(RosterItems.GROUP).stream()
                .map(group -> group.getText().strip())
                .toList();
        if (new HashSet<>(groups).size() < groups.size()) {
            return refuse(in, Condition.bad_request, "an item is in a group once");
        }
        Optional<String> fault = fault(name, groups);
        if (fault.isPresent()) {
            return refuse(in, Condition.not_acceptable, fault.get());
        }
        return change(
                in,
                peer,
                (all, before, now) -> rules.edit(before, in.from(), name, groups, before.note(), now),
                decision -> Stanzas.result(in));
    }

    private Outcome remove(Inbound<IQ> in, PeerDomain peer) {
        return change(
                in,
                peer,
                (all, before, now) -> before.isEmpty()
                        ? Decision.nothing(before, Verdict.UNCHANGED)
                        : rules.remove(before, in.from(), true, now),
                decision -> decision.before().isEmpty()
                        ? Stanzas.error(
                                in, Condition.item_not_found, Type.cancel, "the roster holds nothing about " + peer)
                        : Stanzas.result(in));
    }

    private static Optional<String> fault(String name, List<String> groups) {
        if (ItemTexts.isTooLong(name, ItemTexts.MAX_NAME)) {
            return Optional.of("a name has at most %,d characters".formatted(ItemTexts.MAX_NAME));
        }
        if (groups.size() > ItemTexts.MAX_GROUPS) {
            return Optional.of("an item is in at most %,d groups".formatted(ItemTexts.MAX_GROUPS));
        }
        if (groups.stream().anyMatch(group -> group.isEmpty() || ItemTexts.isTooLong(group, ItemTexts.MAX_GROUP))) {
            return Optional.of("a group has 1 to %,d characters".formatted(ItemTexts.MAX_GROUP));
        }
        if (!Printable.isLine(name) || !groups.stream().allMatch(Printable::isLine)) {
            return Optional.of("a name and a group hold no control characters and no line breaks");
        }
        return Optional.empty();
    }

    private static Outcome change(Inbound<IQ> in, PeerDomain peer, Rule rule, Function<Decision, Packet> told) {
        return Outcome.change(new RosterChange(
                peer, rule, decision -> List.of(told.apply(decision)), refusal -> List.of(Refused.later(in, refusal))));
    }

    private static Outcome refuse(Inbound<IQ> in, Condition condition, String text) {
        return Outcome.answer(Stanzas.error(in, condition, Type.modify, text));
    }
}
