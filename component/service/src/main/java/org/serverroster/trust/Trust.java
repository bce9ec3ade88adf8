package org.serverroster.trust;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.PeerDomain;

/**
 * What a roster says of a domain. Immutable; any thread.
 *
 * @param trusted whether what is configured as {@code trust.requires} holds, and the peer is not blocked
 * @param state its subscription, if it has an item
 * @param available whether it is available, while we are subscribed to it and have heard
 * @param since since when it is trusted, if it is, as far as the item tells
 * @param blocked whether its requests are ignored; a blocked peer is never trusted
 */
public record Trust(
        boolean trusted,
        Optional<SubscriptionState> state,
        Optional<Boolean> available,
        Optional<Instant> since,
        boolean blocked) {

    private static final Trust UNKNOWN = new Trust(false, Optional.empty(), Optional.empty(), Optional.empty(), false);

    /**
     * The verdict on a domain. "With {@code trust.subdomains = true} a domain that has no item of its own takes the answer
     * of the nearest parent that has one."
     *
     * @param available what was heard of a peer's presence
     */
    public static Trust verdict(
            Roster roster, PeerDomain domain, TrustConfig config, Function<PeerDomain, Optional<Boolean>> available) {
        return verdict(roster, domain, roster.find(domain), config, available);
    }

    /** @param own the domain's own item, for who has found it already */
    static Trust verdict(
            Roster roster,
            PeerDomain domain,
            Optional<RosterItem> own,
            TrustConfig config,
            Function<PeerDomain, Optional<Boolean>> available) {
        PeerDomain deciding = domain;
        Optional<RosterItem> item = own;
        while (item.isEmpty() && config.subdomains()) {
            DomainName parent = deciding.name().parent();
            if (parent == null) {
                break;
            }
            deciding = new PeerDomain(parent);
            item = roster.find(deciding);
        }
        return item.isEmpty() ? UNKNOWN : of(deciding, item.get(), config.requires(), available);
    }

    /** @param peer the item's, as it was asked for: its own name lies where no cache has it */
    private static Trust of(
            PeerDomain peer,
            RosterItem item,
            TrustRequirement requires,
            Function<PeerDomain, Optional<Boolean>> available) {
        Optional<Instant> since = item.blocked() ? Optional.empty() : since(item, requires);
        return new Trust(
                since.isPresent(),
                Optional.of(item.state()),
                item.state().to() ? available.apply(peer) : Optional.empty(),
                since,
                item.blocked());
    }

    /** Since when the requirement holds; empty: it does not. The item has these times exactly while its state does. */
    private static Optional<Instant> since(RosterItem item, TrustRequirement requires) {
        Optional<Instant> from = item.fromSince();
        Optional<Instant> to = item.toSince();
        return switch (requires) {
            case FROM -> from;
            case TO -> to;
            case BOTH -> from.flatMap(f -> to.map(t -> f.isAfter(t) ? f : t));
            case ANY -> Stream.of(from, to).flatMap(Optional::stream).min(Instant::compareTo);
        };
    }
}
