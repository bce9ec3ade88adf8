package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.ContactConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.Reader;
import org.serverroster.config.Secret;
import org.serverroster.config.TlsConfig;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.hostile.HostileCase;
import org.serverroster.http.Meters;
import org.serverroster.http.PrometheusMeters;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.SharedDatabase;
import org.serverroster.stream.StreamSettings;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.PlayedServer;
import org.serverroster.testbed.Stanza;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/** The whole component with its stream and its database, and a server that sends what no server should. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("\"No input ends the process, blocks the roster thread, changes a state that it may not change, or gets"
        + " another's data\"")
class HostileInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "hostile.montague.lit";
    private static final String ADMIN = "admin@montague.lit/desk";
    private static final String READER = "incidents.montague.lit";
    private static final String PEER = "stranger.lit";

    /** As in operation, but that a stream which ended is there again at once. */
    private static final StreamSettings.Timing TIMING = new StreamSettings.Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(30));

    private final ConcurrentLinkedQueue<Stanza> heard = new ConcurrentLinkedQueue<>();
    private final PrometheusMeters registry = PrometheusMeters.of("test");
    private final RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
    private final EventReader events = new EventReader(store);
    private PlayedServer server;
    private Component component;

    static List<HostileCase> corpus() {
        return HostileCase.all();
    }

    @BeforeAll
    void start() {
        server = PlayedServer.open(this::hear);
        component = new Component(
                config(server.port()),
                new LimitsConfig(1_000, 6_000, 60, 262_144),
                TIMING,
                store,
                events,
                new Meters(registry.registry()));
        component.start();
        server.awaitAttachment(1, PATIENCE);
        say("subscribe capulet.lit");
        await(stanza -> stanza.is("presence", "subscribe", SERVICE));
        server.send(presence("subscribed", "capulet.lit")
                + presence("subscribe", "capulet.lit")
                + presence("subscribe", "mantua.lit"));
        await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").startsWith("mantua.lit asks to subscribe"));
        assertThat(trusted()).isTrue();
        assertThat(rosterThreadSays()).contains("Nothing to do");
        heard.clear();
    }

    @AfterAll
    void stop() {
        component.stop(Duration.ofSeconds(5));
        server.close();
        events.close();
        registry.close();
    }

    @AfterEach
    void forget() {
        heard.clear();
    }

    private static ComponentConfig config(int port) {
        return new ComponentConfig(
                LocalDomain.parse(SERVICE),
                "127.0.0.1",
                port,
                new TlsConfig.Off(),
                new Secret("shared by nobody else"),
                List.of(),
                Set.of(Jid.parse("admin@montague.lit")),
                List.of(Reader.parse(READER)),
                new ApprovalRules(List.of()),
                true,
                true,
                new TrustConfig(TrustRequirement.FROM, false),
                new ContactConfig(Map.of()));
    }

    /** As a server does, it brings what the service says to itself back to it. */
    private void hear(Stanza stanza) {
        if (stanza.to().equals(SERVICE)) {
            server.send(stanza.toString());
        } else {
            heard.add(stanza);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void corpus(HostileCase hostile) {
        int attached = server.attachments();
        Roster before = store.load(LocalDomain.parse(SERVICE));
        String id = "hostile-" + UUID.randomUUID();
        write(hostile, id);

        if (hostile.ends()) {
            server.awaitAttachment(attached + 1, PATIENCE);
            // The last of what every attach brings, which would else be taken for an answer to the next case.
            await(stanza -> stanza.is("presence", "probe", SERVICE));
            if (hostile.expected().size() > 1) {
                assertThat(server.lastEnd()).isEqualTo(hostile.expected().get(1));
            }
        }
        // The reader thread answers a program, and the roster's thread an administrator.
        assertThat(trusted()).isTrue();
        assertThat(rosterThreadSays()).contains("Nothing to do");
        assertThat(server.attachments()).isEqualTo(attached + (hostile.ends() ? 1 : 0));
        Roster after = store.load(LocalDomain.parse(SERVICE));
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(List.copyOf(after.items())).isEqualTo(List.copyOf(before.items()));
        assertAnswered(hostile, id);
    }

    private void write(HostileCase hostile, String id) {
        try {
            server.write(stream -> hostile.writeTo(stream, PEER, SERVICE, id));
        } catch (UncheckedIOException gone) {
            assertThat(hostile.ends()).as("the stream ended").isTrue();
        }
    }

    private void assertAnswered(HostileCase hostile, String id) {
        // What every attach brings is no answer.
        List<Stanza> answers = new ArrayList<>(heard);
        answers.removeIf(stanza -> hostile.ends()
                && stanza.name().equals("presence")
                && stanza.to().equals("capulet.lit"));
        answers.removeIf(stanza -> stanza.is("iq", "get", SERVICE));
        if (!hostile.expected().get(0).equals("answered")) {
            assertThat(answers).isEmpty();
            return;
        }
        assertThat(answers).hasSize(1);
        Stanza answer = answers.get(0);
        assertThat(List.of(
                        answer.name(),
                        answer.type(),
                        answer.errorCondition().isEmpty() ? "-" : answer.errorCondition()))
                .isEqualTo(hostile.expected().subList(1, 4));
        if (hostile.content().contains("{id}")) {
            assertThat(answer.id()).isEqualTo(id);
        }
        // The question that is quoted in some cases is the stranger's own; of the roster there is nothing.
        assertThat(answer.toString()).doesNotContain("trusted=", "subscription=", "mantua.lit");
    }

    @Test
    @DisplayName("\"Replies are matched on id and sender\": who knows the id of another's question answers nothing")
    void replyFromTheWrongSender() {
        server.send(presence("subscribe", "verona.lit"));
        Stanza question = await(stanza -> stanza.is("iq", "get", SERVICE)
                && stanza.to().equals("verona.lit")
                && stanza.find("query", "http://jabber.org/protocol/disco#info").isPresent());
        Stanza version = await(stanza -> stanza.is("iq", "get", SERVICE)
                && stanza.to().equals("verona.lit")
                && stanza.find("query", "jabber:iq:version").isPresent());
        String info = "<query xmlns='http://jabber.org/protocol/disco#info'>"
                + "<identity category='server' type='im'/><feature var='urn:xmpp:server-presence'/></query>";
        for (String wrong : List.of(PEER, "verona.lit/x", "romeo@verona.lit", "below.verona.lit", "capulet.lit")) {
            server.send(result(question.id(), wrong, info));
        }
        server.send(result(question.id(), "verona.lit", info.replaceAll("<feature.*/>(?=</query>)", ""))
                + result(version.id(), "verona.lit", "<query xmlns='jabber:iq:version'><name>honest</name></query>"));
        answerItems();
        Stanza notice = await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").startsWith("verona.lit asks to subscribe"));
        assertThat(notice.text("body")).contains("honest").doesNotContainPattern("(?<!not )announces server presence");
        say("deny verona.lit");
        await(stanza -> stanza.is("presence", "unsubscribed", SERVICE));
    }

    private void answerItems() {
        Stanza items = await(stanza -> stanza.is("iq", "get", SERVICE)
                && stanza.find("query", "http://jabber.org/protocol/disco#items")
                        .isPresent());
        server.send(result(items.id(), "verona.lit", "<query xmlns='http://jabber.org/protocol/disco#items'/>"));
    }

    private static String result(String id, String from, String payload) {
        return "<iq type='result' id='" + id + "' from='" + from + "' to='" + SERVICE + "'>" + payload + "</iq>";
    }

    private static String presence(String type, String from) {
        return "<presence type='" + type + "' from='" + from + "' to='" + SERVICE + "'/>";
    }

    private void say(String words) {
        server.send(
                "<message type='chat' from='" + ADMIN + "' to='" + SERVICE + "'><body>" + words + "</body></message>");
        await(stanza -> stanza.is("message", "chat", SERVICE));
    }

    /** What the roster's thread answers an administrator, behind all that came before. */
    private String rosterThreadSays() {
        server.send("<message type='chat' from='" + ADMIN + "' to='" + SERVICE
                + "'><body>block nobody.lit</body></message>");
        return await(stanza -> stanza.is("message", "chat", SERVICE)).text("body");
    }

    private boolean trusted() {
        String id = "trust-" + UUID.randomUUID();
        server.send("<iq type='get' id='" + id + "' from='" + READER + "' to='" + SERVICE
                + "'><trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/></iq>");
        return await(stanza -> stanza.id().equals(id)).toString().contains("trusted=\"true\"");
    }

    /** Takes the first of them. */
    private Stanza await(Predicate<Stanza> wanted) {
        Await.until(PATIENCE, () -> heard.stream().anyMatch(wanted), () -> "did not come; came: " + heard);
        Stanza found = heard.stream().filter(wanted).findFirst().orElseThrow();
        heard.remove(found);
        return found;
    }
}
