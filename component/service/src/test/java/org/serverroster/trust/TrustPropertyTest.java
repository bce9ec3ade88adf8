package org.serverroster.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("The verdict, against one that goes through the whole roster and knows no states")
class TrustPropertyTest {

    private static final List<String> LABELS = List.of("a", "b", "aa", "é", "lit");

    private static String domain(List<String> labels) {
        return String.join(".", labels);
    }

    @Provide
    Arbitrary<String> domains() {
        return Arbitraries.of(LABELS).list().ofMinSize(1).ofMaxSize(5).map(TrustPropertyTest::domain);
    }

    @Provide
    Arbitrary<Map<String, RosterItem>> rosters() {
        return Combinators.combine(
                        domains(), Arbitraries.of(SubscriptionState.class), Arbitraries.of(true, false, false, false))
                .as(Items::item)
                .list()
                .ofMaxSize(30)
                .map(items -> {
                    Map<String, RosterItem> byName = new HashMap<>();
                    items.forEach(item -> byName.put(item.peer().toString(), item));
                    return byName;
                });
    }

    @Property
    void verdict(
            @ForAll("rosters") Map<String, RosterItem> items,
            @ForAll("domains") String asked,
            @ForAll TrustRequirement requires,
            @ForAll boolean subdomains,
            @ForAll Optional<Boolean> heard) {
        Roster roster = Roster.of(LocalDomain.parse("buddies.montague.lit"), 1, items.values());

        Trust verdict =
                Trust.verdict(roster, PeerDomain.parse(asked), new TrustConfig(requires, subdomains), peer -> heard);

        assertThat(verdict).isEqualTo(oracle(items, asked, requires, subdomains, heard));
    }

    /** By the wire's own words alone: the longest suffix of whole labels, and the four values of {@code subscription}. */
    private static Trust oracle(
            Map<String, RosterItem> items,
            String asked,
            TrustRequirement requires,
            boolean subdomains,
            Optional<Boolean> heard) {
        RosterItem nearest = null;
        for (RosterItem item : items.values()) {
            List<String> own = Arrays.asList(item.peer().toString().split("\\."));
            List<String> labels = Arrays.asList(asked.split("\\."));
            boolean applies = own.equals(labels)
                    || subdomains
                            && own.size() < labels.size()
                            && labels.subList(labels.size() - own.size(), labels.size())
                                    .equals(own);
            if (applies
                    && (nearest == null
                            || own.size() > nearest.peer().toString().split("\\.").length)) {
                nearest = item;
            }
        }
        if (nearest == null) {
            return new Trust(false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        }
        String subscription = nearest.state().subscription();
        boolean from = List.of("from", "both").contains(subscription);
        boolean to = List.of("to", "both").contains(subscription);
        boolean holds = switch (requires) {
            case FROM -> from;
            case TO -> to;
            case BOTH -> subscription.equals("both");
            case ANY -> !subscription.equals("none");
        };
        boolean trusted = holds && !nearest.blocked();
        return new Trust(
                trusted,
                Optional.of(nearest.state()),
                to ? heard : Optional.empty(),
                trusted ? Optional.of(moment(requires, to)) : Optional.empty(),
                nearest.blocked());
    }

    /** In these rosters every To is older than every From. */
    private static Instant moment(TrustRequirement requires, boolean to) {
        return switch (requires) {
            case FROM, BOTH -> Items.FROM_SINCE;
            case TO -> Items.TO_SINCE;
            case ANY -> to ? Items.TO_SINCE : Items.FROM_SINCE;
        };
    }
}
