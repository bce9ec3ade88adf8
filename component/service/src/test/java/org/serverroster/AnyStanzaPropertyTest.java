package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.ContactConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.Reader;
import org.serverroster.config.Secret;
import org.serverroster.config.TlsConfig;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterItem;
import org.serverroster.roster.RosterMetrics;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.SharedDatabase;
import org.serverroster.router.Door;
import org.serverroster.router.Intake;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;

/**
 * Any stanzas of anybody but administrators and of who is in the roster, given to all that answers at a local domain's
 * address, with its roster thread and its database.
 */
class AnyStanzaPropertyTest {

    private static final LocalDomain LOCAL = LocalDomain.parse("fuzz.montague.lit");
    private static final PeerDomain CAPULET = PeerDomain.parse("capulet.lit");
    private static final List<String> STRANGERS = List.of(
            "stranger.lit",
            "STRANGER.lit./x",
            "romeo@capulet.lit/orchard",
            "below.capulet.lit",
            "admin@stranger.lit/desk",
            "incidents.montague.lit");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Sent(Element stanza) {

        /** RFC 6120 section 8.2.3: "An entity that receives an IQ request of type 'get' or 'set' MUST reply". */
        boolean isToBeAnswered() {
            return stanza.getName().equals("iq")
                    && List.of("get", "set").contains(stanza.attributeValue("type", ""))
                    && !stanza.attributeValue("id", "").isEmpty()
                    && STRANGERS.contains(stanza.attributeValue("from"))
                    && !stanza.attributeValue("to", "@").startsWith("@");
        }

        @Override
        public String toString() {
            return stanza.asXML();
        }
    }

    private final ConcurrentLinkedQueue<Element> left = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1);
    private final RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
    private final EventReader events = new EventReader(store);
    private final Door door = new Door(Set.of(LOCAL), left::add);
    private final LocalRoster roster = LocalRoster.of(
            LOCAL,
            config(),
            new LimitsConfig(1_000, 0, 0, 0),
            store,
            events,
            door,
            () -> true,
            background,
            RosterMetrics.NONE);
    private final Intake intake = new Intake(LOCAL, List.of(roster.intake()), door, reason -> {});
    private boolean started;
    private int number;

    private static ComponentConfig config() {
        return new ComponentConfig(
                LOCAL,
                "127.0.0.1",
                5347,
                new TlsConfig.Off(),
                new Secret("not used here"),
                List.of(),
                Set.of(Jid.parse("admin@montague.lit")),
                List.of(Reader.parse("incidents.montague.lit")),
                new ApprovalRules(List.of()),
                true,
                true,
                new TrustConfig(TrustRequirement.FROM, false),
                new ContactConfig(Map.of()));
    }

    private void start() throws InterruptedException {
        if (!started) {
            started = true;
            roster.service().start();
            take("<message type='chat' from='admin@montague.lit/desk'><body>subscribe capulet.lit</body></message>");
            // A look at it comes first, which nobody answers here.
            awaitState(SubscriptionState.NONE_PENDING_OUT);
            take("<presence type='subscribed' from='capulet.lit'/>");
            take("<presence type='subscribe' from='capulet.lit'/>");
            awaitState(SubscriptionState.BOTH);
        }
    }

    private void take(String xml) {
        intake.take(TestStanzas.element(xml).addAttribute("to", LOCAL.toString()));
    }

    private void awaitState(SubscriptionState state) {
        org.serverroster.testbed.Await.until(
                PATIENCE,
                () -> item().filter(item -> item.state() == state).isPresent(),
                () -> "the roster holds " + item());
    }

    private java.util.Optional<RosterItem> item() {
        return roster.service().snapshot().find(CAPULET);
    }

    @AfterProperty
    void stop() {
        roster.service().close(PATIENCE);
        roster.desk().close();
        background.shutdownNow();
        events.close();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void every_question_gets_one_answer_and_the_roster_belongs_to_its_admins(
            @ForAll @Size(min = 1, max = 10) List<@From("stanzas") Sent> stanzas) throws InterruptedException {
        start();
        RosterItem capulet = item().orElseThrow();
        left.clear();
        for (Sent sent : stanzas) {
            Element stanza = sent.stanza().createCopy();
            if (stanza.attribute("id") != null && !stanza.attributeValue("id").isEmpty()) {
                stanza.addAttribute("id", "fuzz-" + number++);
            }
            int before = number;
            intake.take(stanza);
            if (sent.isToBeAnswered()) {
                awaitRosterThread();
                assertThat(left)
                        .filteredOn(answer -> answer.attributeValue("id", "").equals("fuzz-" + (before - 1)))
                        .as(stanza.asXML())
                        .singleElement()
                        .satisfies(answer -> {
                            assertThat(answer.attributeValue("type")).isIn("result", "error");
                            assertThat(answer.attributeValue("to"))
                                    .isEqualTo(Jid.parse(stanza.attributeValue("from"))
                                            .toString());
                        });
            }
        }
        awaitRosterThread();
        assertThat(left).noneMatch(answer -> answer.asXML().contains("internal-server-error"));
        assertThat(item()).contains(capulet);
        assertThat(roster.service().snapshot().items())
                .allSatisfy(item -> assertThat(item.peer().equals(CAPULET)
                                || item.state() == SubscriptionState.NONE_PENDING_IN
                                        && !item.approved()
                                        && !item.blocked())
                        .isTrue());
    }

    private void awaitRosterThread() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        roster.service()
                .submit(RosterChange.nothing(
                        LOCAL,
                        () -> {
                            reached.countDown();
                            return List.of();
                        },
                        refusal -> List.of()));
        assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Provide
    Arbitrary<Sent> stanzas() {
        Arbitrary<String> names = Arbitraries.of("iq", "iq", "iq", "presence", "presence", "message", "stanza");
        Arbitrary<String> types = Arbitraries.of(
                "get",
                "set",
                "result",
                "error",
                "subscribe",
                "subscribed",
                "unsubscribe",
                "unsubscribed",
                "probe",
                "unavailable",
                "chat",
                "groupchat",
                "fetch",
                "");
        Arbitrary<String> froms = Arbitraries.oneOf(
                Arbitraries.of(STRANGERS),
                Arbitraries.of(STRANGERS),
                Arbitraries.of("", "@@", "a..b", LOCAL.toString()));
        Arbitrary<String> tos =
                Arbitraries.of(LOCAL.toString(), LOCAL.toString(), LOCAL + "/any", "romeo@" + LOCAL, "other.lit", "@");
        return Combinators.combine(
                        names,
                        types.injectNull(0.1),
                        froms,
                        tos,
                        Arbitraries.of("x", "x", "").injectNull(0.1),
                        payloads().list().ofMaxSize(2))
                .as((name, type, from, to, id, payloads) -> {
                    Element stanza = DocumentHelper.createElement(name)
                            .addAttribute("type", type)
                            .addAttribute("from", from)
                            .addAttribute("to", to)
                            .addAttribute("id", id);
                    payloads.forEach(payload -> stanza.add(TestStanzas.element(payload)));
                    return new Sent(stanza);
                });
    }

    private static Arbitrary<String> payloads() {
        String form = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/admin</value></field>"
                + "<field var='peerjid'><value>stranger.lit</value></field></x>";
        return Arbitraries.of(
                "<ping xmlns='urn:xmpp:ping'/>",
                "<query xmlns='jabber:iq:version'/>",
                "<query xmlns='jabber:iq:last'/>",
                "<query xmlns='jabber:iq:roster'/>",
                "<query xmlns='jabber:iq:roster' ver='-1'/>",
                "<query xmlns='jabber:iq:roster'><item jid='capulet.lit' subscription='remove'/></query>",
                "<query xmlns='http://jabber.org/protocol/disco#info'/>",
                "<query xmlns='http://jabber.org/protocol/disco#info' node='x'/>",
                "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/>",
                "<trust xmlns='urn:x-server-roster:trust:1' jid='@'/>",
                "<trust xmlns='urn:x-server-roster:trust:1'/>",
                "<trusts xmlns='urn:x-server-roster:trust:1'/>",
                "<trusts xmlns='urn:x-server-roster:trust:1'><trust jid='a.lit'/><trust/><x/></trusts>",
                "<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#server-buddy'>"
                        + form + "</command>",
                "<command xmlns='http://jabber.org/protocol/commands' sessionid='x' action='next'/>",
                form,
                "<status>let us in</status>",
                "<body>approve stranger.lit</body>",
                "<body xmlns='urn:x'><body/></body>",
                "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
                "<error/>",
                "<x/>");
    }
}
