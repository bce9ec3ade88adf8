package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;
import org.w3c.dom.Element;

/** Another component of the server asks the service whom to trust, and keeps a copy of its roster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReaderScenarios {

    private static final String READER = "incidents.montague.lit";
    private static final String PEER = "peer.montague.lit";

    /** A push may stay unanswered for 30 s. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(60);

    private final ServerKind kind;
    private OneServer world;
    private Side montague;
    private RawPeer peer;
    private RawReader reader;

    ReaderScenarios(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.withQuietLog(kind, folder, READER, PEER);
        montague = world.montague();
        montague.server().start();
        startService();
        montague.createAdmin();
        montague.login();
        montague.awaitReady();
    }

    private void startService() {
        montague.startService(montague.configuration(OneServer.SECRET)
                .replace("admins = [", "readers = [\"" + READER + "\"], admins = ["));
    }

    @AfterAll
    void stop() {
        if (world != null) {
            world.close();
        }
    }

    @BeforeEach
    void attach() {
        peer = RawPeer.attach(montague, PEER);
        reader = RawReader.attach(montague, READER);
    }

    @AfterEach
    void forget() throws Exception {
        reader.presence("unavailable");
        reader.close();
        peer.close();
        for (String known : montague.table().states().keySet()) {
            set("<item jid='%s' subscription='remove'/>".formatted(known));
        }
        montague.admin().received().clear();
    }

    /** The administrator's client writes the roster. */
    private Stanza set(String item) {
        return montague.admin()
                .request("set", montague.component(), "<query xmlns='jabber:iq:roster'>" + item + "</query>");
    }

    private void name(String jid, String name) {
        assertThat(set("<item jid='%s' name='%s'/>".formatted(jid, name)).type())
                .isEqualTo("result");
    }

    private void approvePeer() {
        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        assertThat(montague.run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false"))))
                .contains("is approved");
        peer.awaitPresence("subscribed");
    }

    private void restartService() {
        montague.stopService();
        startService();
        montague.awaitReady();
    }

    @Test
    @DisplayName("The answer before the peer asks, while it waits, once it is approved and once that is taken back")
    void beforeAndAfterApproval() {
        Element unknown = reader.trust("romeo@" + PEER + "/balcony");
        assertThat(unknown.getAttribute("jid")).isEqualTo(PEER);
        assertThat(unknown.getAttribute("trusted")).isEqualTo("false");
        assertThat(unknown.hasAttribute("subscription")).isFalse();

        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        assertThat(reader.trust(PEER).getAttribute("trusted")).isEqualTo("false");
        assertThat(reader.trust(PEER).getAttribute("subscription")).isEqualTo("none");

        montague.run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false")));
        peer.awaitPresence("subscribed");
        Element trusted = reader.trust("PEER.Montague.lit.");
        assertThat(trusted.getAttribute("trusted")).isEqualTo("true");
        assertThat(trusted.getAttribute("subscription")).isEqualTo("from");
        assertThat(trusted.getAttribute("since")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

        montague.run(Nodes.BLOCK, PEER, Map.of());
        peer.awaitPresence("unsubscribed");
        assertThat(reader.trust(PEER).getAttribute("trusted")).isEqualTo("false");
        assertThat(reader.trust(PEER).hasAttribute("since")).isFalse();
    }

    @Test
    @DisplayName("\"since survives restarts\", and a ver that is known before one is known after it")
    void restart() {
        approvePeer();
        String since = reader.trust(PEER).getAttribute("since");
        String ver = RawReader.ver(reader.roster(null));
        name("capulet.lit", "The Capulets");

        restartService();

        assertThat(reader.trust(PEER).getAttribute("since")).isEqualTo(since).isNotEmpty();
        assertThat(reader.roster(ver).find("query", RawReader.ROSTER)).isEmpty();
        assertThat(RawReader.item(reader.awaitPush())).isEqualTo("capulet.lit none The Capulets");
        reader.assertNoPush();
    }

    @Test
    @DisplayName(
            "\"from somebody who may not ask: error forbidden (auth), and nothing that tells whether the peer is known\"")
    void forbidden() {
        approvePeer();
        for (String asked : List.of(PEER, "unknown.lit")) {
            Stanza answer = peer.ask(
                    "get", montague.component(), "<trust xmlns='%s' jid='%s'/>".formatted(RawReader.TRUST, asked));
            assertThat(answer.errorCondition()).isEqualTo("forbidden");
            assertThat(answer.find("trust", RawReader.TRUST)).isEmpty();
        }
        assertThat(peer.ask("get", montague.component(), "<query xmlns='jabber:iq:roster'/>")
                        .errorCondition())
                .isEqualTo("forbidden");
        assertThat(reader.ask("set", "<query xmlns='jabber:iq:roster'><item jid='a.lit' name='x'/></query>")
                        .errorCondition())
                .as("a reader is no administrator")
                .isEqualTo("forbidden");
        assertThat(reader.trust(PEER).getAttribute("trusted")).isEqualTo("true");
    }

    @Test
    @DisplayName("\"the database is away, the roster was loaded: answered from memory\"")
    void databaseAway() {
        approvePeer();
        world.postgres().stop();
        try {
            montague.health().awaitNotReady("{\"name\": \"database\", \"ok\": false");
            assertThat(reader.trust(PEER).getAttribute("trusted")).isEqualTo("true");
            assertThat(RawReader.item(reader.roster(null))).isEqualTo(PEER + " from");
        } finally {
            world.postgres().start();
        }
        montague.awaitReady();
    }

    @Test
    @DisplayName("Bad input is a clear error, and the next question is answered")
    void badInput() {
        String many = IntStream.range(0, 10_000)
                .mapToObj(i -> "<trust jid='d" + i + ".lit'/>")
                .collect(Collectors.joining("", "<trusts xmlns='" + RawReader.TRUST + "'>", "</trusts>"));
        Map<String, String> bad = Map.of(
                many,
                "policy-violation",
                "<trusts xmlns='%s'/>".formatted(RawReader.TRUST),
                "bad-request",
                "<trust xmlns='%s'/>".formatted(RawReader.TRUST),
                "jid-malformed",
                "<trust xmlns='%s' jid='%s'/>".formatted(RawReader.TRUST, "a".repeat(4_000)),
                "jid-malformed",
                "<trust xmlns='%s' jid='a&#9;b'/>".formatted(RawReader.TRUST),
                "jid-malformed",
                "<trusts xmlns='%s'><x/></trusts>".formatted(RawReader.TRUST),
                "bad-request");
        bad.forEach((payload, condition) -> {
            assertThat(reader.ask("get", payload).errorCondition()).isEqualTo(condition);
            assertThat(reader.trust("unknown.lit").getAttribute("trusted")).isEqualTo("false");
        });
    }

    @Test
    @DisplayName("1,000 domains are judged in one answer, in order")
    void many() {
        approvePeer();
        String questions = IntStream.range(0, 999)
                .mapToObj(i -> "<trust jid='d" + i + ".lit'/>")
                .collect(Collectors.joining(
                        "", "<trusts xmlns='" + RawReader.TRUST + "'>", "<trust jid='" + PEER + "'/></trusts>"));

        List<Element> answers = reader.ask("get", questions).findAll("trust", RawReader.TRUST);

        assertThat(answers).hasSize(1_000);
        assertThat(answers.get(998).getAttribute("jid")).isEqualTo("d998.lit");
        assertThat(answers.get(999).getAttribute("trusted")).isEqualTo("true");
    }

    @Test
    @DisplayName(
            "\"A reader that has sent directed available presence and then asked for the roster gets a push for each"
                    + " change, until it sends unavailable\"")
    void pushes() {
        reader.presence("");
        String ver = RawReader.ver(reader.roster(null));

        peer.presence("subscribe");
        montague.awaitNotice(PEER + " asks to subscribe");
        montague.run(Nodes.APPROVE, PEER, Map.of("reciprocate", List.of("false")));
        Stanza approved = reader.awaitPush();
        assertThat(RawReader.item(approved)).isEqualTo(PEER + " from");
        assertThat(RawReader.ver(approved)).isNotEqualTo(ver);

        name(PEER, "A peer");
        assertThat(RawReader.item(reader.awaitPush())).isEqualTo(PEER + " from A peer");

        assertThat(set("<item jid='%s' subscription='remove'/>".formatted(PEER)).type())
                .isEqualTo("result");
        Stanza removed = reader.awaitPush();
        assertThat(RawReader.item(removed)).isEqualTo(PEER + " remove");
        assertThat(reader.roster(RawReader.ver(removed)).find("query", RawReader.ROSTER))
                .isEmpty();
        peer.awaitPresence("unsubscribe");
        peer.awaitPresence("unsubscribed");

        reader.presence("unavailable");
        name(PEER, "Another name");
        reader.assertNoPush();
    }

    @Test
    @DisplayName("A reader whose connection is cut without goodbye gets no more pushes, and on return what it missed")
    void readerIsCutOff() {
        reader.presence("");
        reader.roster(null);
        name("a.lit", "seen");
        String ver = RawReader.ver(reader.awaitPush());

        reader.component().drop();
        name("b.lit", "missed");
        String givenUp = READER + " gets no more roster pushes";
        Await.until(
                UNTIL_GIVEN_UP,
                () -> montague.service().output().stream().anyMatch(line -> line.contains(givenUp)),
                () -> "The service never says '" + givenUp + "'" + montague.newestLines());

        reader = RawReader.attach(montague, READER);
        name("c.lit", "missed too");
        reader.assertNoPush();

        assertThat(reader.roster(ver).find("query", RawReader.ROSTER)).isEmpty();
        assertThat(RawReader.item(reader.awaitPush())).isEqualTo("b.lit none missed");
        assertThat(RawReader.item(reader.awaitPush())).isEqualTo("c.lit none missed too");
        reader.assertNoPush();
    }
}
