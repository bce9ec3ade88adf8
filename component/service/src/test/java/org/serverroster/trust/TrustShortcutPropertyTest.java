package org.serverroster.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.serverroster.config.Reader;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.roster.NotLoadedException;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.router.Router;
import org.serverroster.stream.Inlets;
import org.serverroster.stream.Shortcut;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("With the shortcut and without, the same bytes leave, in the same order, and the same is counted")
class TrustShortcutPropertyTest {

    private static final LocalDomain BUDDIES = LocalDomain.parse("buddies.montague.lit");
    private static final LocalDomain SERVED = LocalDomain.parse("montague.lit");
    private static final LocalDomain CLOSED = LocalDomain.parse("closed.lit");

    /** A component with two local domains that may speak and one that may not, and all that can be seen of it. */
    private static final class Side {

        private final List<String> seen = new ArrayList<>();
        private final Map<PeerDomain, Boolean> available = new HashMap<>();
        private final Inlets inlets;

        Side(TrustConfig config, List<RosterItem> items, boolean loaded, boolean withShortcut) {
            items.stream().limit(3).forEach(item -> available.put(item.peer(), items.size() % 2 == 0));
            Roster roster = Roster.of(BUDDIES, 7, items);
            Roster other = Roster.of(SERVED, 8, items.stream().skip(1).toList());
            List<Element> sent = new ArrayList<>();
            Door door = new Door(
                    Set.of(BUDDIES), Set.of(SERVED, CLOSED), sent::add, domain -> seen.add(domain + " kept back"));
            door.open(SERVED);
            Map<LocalDomain, TrustHandler> handlers = new HashMap<>();
            List<Intake.Local> locals = new ArrayList<>();
            for (LocalDomain domain : List.of(BUDDIES, SERVED, CLOSED)) {
                TrustHandler handler = new TrustHandler(
                        config,
                        Reader.parse("incidents.montague.lit")::matches,
                        peer -> Optional.ofNullable(available.get(peer)),
                        count -> seen.add(domain + " answered " + count));
                handlers.put(domain, handler);
                Router.Builder router = new Router.Builder();
                handler.register(router);
                locals.add(new Intake.Local(
                        domain,
                        router.build(),
                        () -> {
                            if (!loaded) {
                                throw new NotLoadedException(domain);
                            }
                            return domain.equals(BUDDIES) ? roster : other;
                        },
                        change -> {
                            throw new AssertionError("a question changes nothing");
                        },
                        peer -> seen.add(domain + " heard " + peer)));
            }
            Intake intake = new Intake(BUDDIES, locals, door, why -> seen.add("dropped " + why));
            Shortcut shortcut = withShortcut
                    ? new TrustShortcut(intake, door, handlers)
                    : (bytes, from, to, answers) -> Shortcut.OTHER;
            inlets = new Inlets(shortcut, (element, out) -> {
                sent.clear();
                intake.take(element);
                sent.forEach(out::send);
            });
        }
    }

    @Property(tries = 2_000)
    void the_same(
            @ForAll @Size(max = 40) List<@From("stanzas") String> stanzas,
            @ForAll @Size(max = 8) List<@IntRange(max = 12_000) Integer> cuts,
            @ForAll("items") List<RosterItem> items,
            @ForAll TrustRequirement requires,
            @ForAll boolean subdomains,
            @ForAll @IntRange(max = 9) int notLoaded) {
        byte[] bytes = String.join("", stanzas).getBytes(StandardCharsets.UTF_8);
        TrustConfig config = new TrustConfig(requires, subdomains);
        Side general = new Side(config, items, notLoaded > 0, false);
        Side quick = new Side(config, items, notLoaded > 0, true);

        general.inlets.take(bytes);
        quick.inlets.take(bytes, cuts);

        assertThat(quick.inlets.left()).isEqualTo(general.inlets.left());
        assertThat(quick.inlets.faults()).isEqualTo(general.inlets.faults());
        assertThat(quick.seen).isEqualTo(general.seen);
    }

    @Property(tries = 200)
    @Label("What servers write is answered from its bytes, however it is cut and whatever stands between")
    void it_is_taken(
            @ForAll @Size(min = 1, max = 60) List<@From("plain") String> questions,
            @ForAll @Size(max = 8) List<@IntRange(max = 12_000) Integer> cuts) {
        byte[] bytes = ("<presence from='a.lit' to='buddies.montague.lit'/>" + String.join("", questions))
                .getBytes(StandardCharsets.UTF_8);
        Side quick = new Side(new TrustConfig(TrustRequirement.FROM, false), List.of(), true, true);

        quick.inlets.take(bytes, cuts);

        // The presence may end within the first one's beginning.
        assertThat(quick.inlets.shortcuts()).isBetween(questions.size() - 1, questions.size());
    }

    @Provide
    Arbitrary<List<RosterItem>> items() {
        return Combinators.combine(
                        Arbitraries.of("capulet.lit", "a.capulet.lit", "verona.lit", "b"),
                        Arbitraries.of(SubscriptionState.class),
                        Arbitraries.of(true, false, false, false))
                .as(Items::item)
                .list()
                .ofMaxSize(4)
                .uniqueElements(RosterItem::peer);
    }

    @Provide
    Arbitrary<String> plain() {
        return question(
                Arbitraries.just("get"),
                Arbitraries.of("t1", "a b", "0"),
                Arbitraries.of("incidents.montague.lit"),
                Arbitraries.of("buddies.montague.lit", "montague.lit"),
                Arbitraries.of("capulet.lit", "a.b.capulet.lit", "b", "unknown.lit"),
                Arbitraries.of("<trust|/>", "<trust|></trust>"),
                Arbitraries.of("", "xml:lang=en"));
    }

    /** What is plain, what nearly is, and anything else. */
    @Provide
    Arbitrary<String> stanzas() {
        Arbitrary<String> anyQuestion = question(
                Arbitraries.of("get", "get", "get", "set", "result", "error", "fetch", ""),
                Arbitraries.of("t1", "t1", "a&amp;b", "", "\"", "é", "a\tb", ">", "x".repeat(5_000)),
                Arbitraries.of(
                        "incidents.montague.lit",
                        "incidents.montague.lit",
                        "INCIDENTS.montague.lit",
                        "incidents.montague.lit/x",
                        "incidents.montague.lit.",
                        "stranger.lit",
                        "romeo@montague.lit",
                        "buddies.montague.lit",
                        "montague.lit",
                        "@",
                        ""),
                Arbitraries.of(
                        "buddies.montague.lit",
                        "buddies.montague.lit",
                        "Buddies.montague.lit",
                        "buddies.montague.lit/x",
                        "romeo@buddies.montague.lit",
                        "montague.lit",
                        "closed.lit",
                        "capulet.lit"),
                Arbitraries.of(
                        "capulet.lit",
                        "a.capulet.lit",
                        "x.a.capulet.lit",
                        "CAPULET.LIT",
                        "romeo@capulet.lit/orchard",
                        "capulet.lit.",
                        "b",
                        "-",
                        "xn--mnchen-3ya.de",
                        "münchen.de",
                        "a..b",
                        "@",
                        ""),
                Arbitraries.of(
                        "<trust|/>",
                        "<trust|></trust>",
                        "<trust| />",
                        "<trust|> </trust>",
                        "<trust|></trust >",
                        "<trust|><x/></trust>",
                        "<trusts|/>",
                        "<t:trust|/>",
                        " <trust|/>",
                        "<trust|/> ",
                        "<trust|/><trust|/>",
                        "<trust|/"),
                Arbitraries.of(
                        "",
                        "",
                        "xml:lang=en",
                        "xml:lang=",
                        "lang=en",
                        "xmlns=jabber:component:accept",
                        "xmlns=u",
                        "to=x.lit"));
        Arbitrary<String> other = Arbitraries.of(
                " ",
                "\n",
                "<presence from='incidents.montague.lit' to='buddies.montague.lit'/>",
                "<message from='incidents.montague.lit' to='buddies.montague.lit'><body>]]&gt; <iq </body></message>",
                "<message from='a.lit' to='buddies.montague.lit'><body>&lt;iq <![CDATA[<iq ]]></body></message>",
                "<iq type='get' id='1' from='a.lit' to='buddies.montague.lit'><iq ><iq /></iq></iq>",
                "<iq type='get' id='1' from='incidents.montague.lit' to='buddies.montague.lit'>"
                        + "<trusts xmlns='urn:x-server-roster:trust:1'><trust jid='capulet.lit'/></trusts></iq>",
                "<iq",
                "<iq ",
                "<",
                "&",
                "]",
                "]]>",
                "é",
                "x",
                "</stream:stream>",
                "<!-- -->");
        return Arbitraries.frequencyOf(
                Tuple.of(6, plain()), Tuple.of(4, anyQuestion), Tuple.of(2, other), Tuple.of(1, cut(plain())));
    }

    /** With one byte gone or another in its place. */
    private static Arbitrary<String> cut(Arbitrary<String> stanzas) {
        return Combinators.combine(
                        stanzas,
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.of("", "x", " ", "'", "<", ">", "/", "&", "é", "\u0001"))
                .as((stanza, at, instead) ->
                        at < stanza.length() ? stanza.substring(0, at) + instead + stanza.substring(at + 1) : stanza);
    }

    private static Arbitrary<String> question(
            Arbitrary<String> types,
            Arbitrary<String> ids,
            Arbitrary<String> froms,
            Arbitrary<String> tos,
            Arbitrary<String> jids,
            Arbitrary<String> payloads,
            Arbitrary<String> others) {
        Arbitrary<String> quotes = Arbitraries.of("'", "\"");
        Arbitrary<List<String>> outer = Combinators.combine(types, ids, froms, tos)
                .as((type, id, from, to) -> List.of("type=" + type, "id=" + id, "from=" + from, "to=" + to))
                .flatMap(all -> others.map(other -> {
                    List<String> attributes = new ArrayList<>(all);
                    if (!other.isEmpty()) {
                        attributes.add(other);
                    }
                    return attributes;
                }))
                .flatMap(all -> Arbitraries.shuffle(all));
        Arbitrary<List<String>> inner =
                jids.flatMap(jid -> Arbitraries.shuffle("xmlns=urn:x-server-roster:trust:1", "jid=" + jid));
        return Combinators.combine(outer, inner, payloads, quotes)
                .as((iq, trust, payload, quote) ->
                        "<iq" + attributes(iq, quote) + ">" + payload.replace("|", attributes(trust, quote)) + "</iq>");
    }

    private static String attributes(List<String> attributes, String quote) {
        StringBuilder all = new StringBuilder();
        for (String attribute : attributes) {
            int equals = attribute.indexOf('=');
            all.append(' ')
                    .append(attribute, 0, equals + 1)
                    .append(quote)
                    .append(attribute.substring(equals + 1))
                    .append(quote);
        }
        return all.toString();
    }
}
