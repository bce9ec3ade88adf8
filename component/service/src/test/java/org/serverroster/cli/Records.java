package org.serverroster.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;

/** Rosters as a service may list them, for properties. */
final class Records {

    private Records() {}

    /** What a form takes for a line: no control characters, no half characters. */
    static Arbitrary<String> lines() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("=+-@'\",;\\ abü").ofMaxLength(6),
                Arbitraries.strings().ofMaxLength(10).filter(Printable::isLine));
    }

    static Arbitrary<PeerDomain> peers() {
        return Arbitraries.strings()
                .withChars("abcü")
                .ofMinLength(1)
                .ofMaxLength(3)
                .map(label -> PeerDomain.parse(label + ".lit"));
    }

    static Arbitrary<RosterEntry> entries(Arbitrary<String> lines) {
        return Combinators.combine(
                        peers(),
                        Arbitraries.of(SubscriptionState.class),
                        lines,
                        lines.filter(line -> !line.isEmpty()).list().ofMaxSize(3),
                        lines,
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((peer, state, name, groups, note, approved, blocked) -> new RosterEntry(
                        peer,
                        state,
                        name,
                        groups,
                        note,
                        approved,
                        blocked,
                        Optional.empty(),
                        Optional.empty(),
                        "2026-11-20T12:00:00Z"));
    }

    /** Each peer once, by name. */
    static Arbitrary<List<RosterEntry>> rosters() {
        return rosters(lines());
    }

    /** The same with those texts for names, groups and notes. */
    static Arbitrary<List<RosterEntry>> rosters(Arbitrary<String> lines) {
        return entries(lines)
                .list()
                .ofMaxSize(8)
                .uniqueElements(RosterEntry::peer)
                .map(list -> list.stream()
                        .sorted(Comparator.comparing(RosterEntry::peer))
                        .toList());
    }
}
