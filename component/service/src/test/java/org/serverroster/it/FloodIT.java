package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.FreePort;
import org.serverroster.testbed.PlayedServer;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.Stanza;
import org.serverroster.testbed.TestDatabase;

/**
 * A flood from 100,000 invented domains. No component of a real server may speak for more than its own domain, and nobody
 * has so many servers: the test plays the XMPP server on the component's own stream. The service and its PostgreSQL are
 * real.
 */
@DisplayName("\"a flood of subscribe from 100,000 invented domains\"")
class FloodIT {

    private static final int DOMAINS = 100_000;
    private static final int MAX_PENDING = 1_000;

    /** What the service's heap may hold, with all that is loaded. */
    private static final String HEAP = "-Xmx128m";

    /** So many stanzas at a time, and a question behind them; a second has fifty such bursts at most. */
    private static final int BURST = 100;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "buddies.montague.lit";
    private static final List<String> ADMINS = List.of("admin@montague.lit", "nurse@montague.lit");
    /** The exit code of what SIGTERM ended in order. */
    private static final int SIGTERM = 128 + 15;

    private static final int LARGE = 250_000;
    private static final int HUNDRED_MEGABYTES = 100 << 20;

    private final AtomicInteger waits = new AtomicInteger();
    private final ConcurrentLinkedQueue<Stanza> other = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Stanza> toAdmins = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private volatile PlayedServer server;

    private void heard(Stanza stanza) {
        if (stanza.is("presence", "error", SERVICE) && isWait(stanza)) {
            waits.incrementAndGet();
        } else if (stanza.name().equals("iq") && asked.containsKey(stanza.id())) {
            long took = System.nanoTime() - asked.remove(stanza.id());
            assertThat(stanza.toString()).contains("trusted=\"true\"");
            latencies.add(took);
        } else if (stanza.name().equals("iq") && stanza.type().equals("get")) {
            answerAsAServer(stanza);
        } else if (stanza.name().equals("message") && ADMINS.contains(stanza.to())) {
            toAdmins.add(stanza);
        } else {
            other.add(stanza);
        }
    }

    private static boolean isWait(Stanza stanza) {
        return stanza.errorCondition().equals("resource-constraint")
                && stanza.toString().contains("type=\"wait\"");
    }

    /** A server brings what is for the component back to it, and knows none of the invented domains. */
    private void answerAsAServer(Stanza question) {
        server.send(
                question.to().equals(SERVICE)
                        ? question.toString()
                        : "<iq type='error' id='%s' from='%s' to='%s'><error type='cancel'><remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
                                .formatted(question.id(), question.to(), question.from()));
    }

    @Test
    @DisplayName("leaves at most max-pending rows, one digest an admin a minute, bounded memory, and trust questions"
            + " answered throughout")
    void flood(@TempDir Path folder) throws Exception {
        int port = FreePort.onLoopback();
        HealthPage page = new HealthPage(port);
        try (PlayedServer played = PlayedServer.open(this::heard);
                TestDatabase postgres = TestDatabase.start(folder.resolve("database"))) {
            server = played;
            TestDatabase.Database database = postgres.createDatabase("montague");
            try (ServiceProcess service = start(folder, configuration(database, port));
                    RosterTable table = new RosterTable(database, SERVICE)) {
                played.awaitAttachment(1, PATIENCE);
                page.awaitReady(service);
                trustCapulet();
                table.awaitState("capulet.lit", "Both");

                largeRequests(table);
                askInvented();
                awaitAnswers(table);

                assertThat(table.states().values())
                        .filteredOn(state -> state.equals("None + Pending In"))
                        .hasSize(MAX_PENDING);
                assertThat(waits.get()).isEqualTo(DOMAINS - MAX_PENDING);
                assertThat(page.get("/metrics").body())
                        .contains(
                                held("pending", MAX_PENDING),
                                "server_roster_bounded_most{domain=\"%s\",what=\"pending\"} 1000.0".formatted(SERVICE))
                        .doesNotContain(
                                "turned_away_total{domain=\"%s\",what=\"requests-a-minute\"} 0.0".formatted(SERVICE));

                hundredMegabytes();
                awaitAnswers(table);
                assertThat(service.running()).isTrue();
                assertThat(played.attachments()).as("never detached").isOne();
                int before = toAdmins.size();
                // What waits for its minute is told when the service stops in order.
                assertThat(service.stop()).isEqualTo(SIGTERM);
                assertTold(before);
                assertThat(service.output()).noneMatch(line -> line.contains(" ERROR ") || line.contains(" FATAL "));
            }
        }
        print();
    }

    private static ServiceProcess start(Path folder, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("server-roster.conf"), configuration);
        return ServiceProcess.start(
                "the flooded service",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.serverroster.Main",
                        "run",
                        "--config",
                        file.toString()),
                Map.of(),
                folder);
    }

    private String configuration(TestDatabase.Database database, int port) {
        return """
                server-roster {
                  components = [ {
                    domain = "%s", host = "127.0.0.1", port = %d, secret = "%s"
                    admins = ["admin@montague.lit", "nurse@montague.lit"], readers = ["incidents.montague.lit"]
                  } ]
                  database { url = "%s", user = "%s", password = "%s" }
                  http { listen = "127.0.0.1:%d" }
                }
                """.formatted(
                SERVICE, server.port(), OneServer.SECRET, database.url(), database.user(), database.password(), port);
    }

    private static String presence(String type, String from, String content) {
        return "<presence type='" + type + "' from='" + from + "' to='" + SERVICE + "'>" + content + "</presence>";
    }

    private void trustCapulet() {
        server.send("<message type='chat' from='admin@montague.lit/desk' to='" + SERVICE
                + "'><body>subscribe capulet.lit</body></message>");
        Await.until(
                PATIENCE,
                () -> other.stream().anyMatch(stanza -> stanza.is("presence", "subscribe", SERVICE)),
                () -> "did not ask: " + other);
        server.send(presence("subscribed", "capulet.lit", "") + presence("subscribe", "capulet.lit", ""));
    }

    /** As large as a stanza may be, and all tags: as elements in memory they would be many times that. */
    private void largeRequests(RosterTable table) {
        byte[] large =
                presence("subscribe", "large.lit", "<x/>".repeat(LARGE / 4)).getBytes(StandardCharsets.UTF_8);
        byte[] back = presence("unsubscribe", "large.lit", "").getBytes(StandardCharsets.UTF_8);
        server.write(stream -> {
            for (int i = 0; i < 50; i++) {
                stream.write(large);
                stream.write(back);
            }
        });
        awaitAnswers(table);
        table.awaitState("large.lit", "None");
        waits.set(0);
        toAdmins.clear();
    }

    private void askInvented() throws InterruptedException {
        for (int from = 0; from < DOMAINS; from += BURST) {
            StringBuilder burst = new StringBuilder();
            for (int i = from; i < from + BURST; i++) {
                burst.append(presence("subscribe", "d" + i + ".invented.lit", "<status>let us in</status>"));
            }
            server.send(burst.toString());
            ask();
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** A program asks whether a domain is trusted. */
    private void ask() {
        String id = "t" + System.nanoTime();
        asked.put(id, System.nanoTime());
        server.send("<iq type='get' id='" + id + "' from='incidents.montague.lit' to='" + SERVICE
                + "'><trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/></iq>");
    }

    /** Waits for the reader thread, which answers questions, and behind it the roster's, which answers administrators. */
    private void awaitAnswers(RosterTable table) {
        ask();
        Await.until(PATIENCE, asked::isEmpty, () -> asked.size() + " questions were not answered");
        String id = "barrier" + System.nanoTime();
        server.send("<iq type='set' id='" + id + "' from='nurse@montague.lit/desk' to='" + SERVICE + "'>"
                + Forms.command(Nodes.BLOCK, Map.of("peerjid", "nobody.lit")) + "</iq>");
        Await.until(
                PATIENCE,
                () -> other.stream().anyMatch(stanza -> stanza.id().equals(id)),
                () -> "the roster's thread did not answer: " + table.shown());
    }

    private void hundredMegabytes() {
        byte[] text = "hundred megabytes of text ".repeat(4_000).getBytes(StandardCharsets.UTF_8);
        server.write(stream -> {
            stream.write(("<message from='capulet.lit' to='" + SERVICE + "'><body>").getBytes(StandardCharsets.UTF_8));
            for (int written = 0; written < HUNDRED_MEGABYTES; written += text.length) {
                stream.write(text);
            }
            stream.write("</body></message>".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Few one by one, and the rest in one digest for each. */
    private void assertTold(int beforeTheStop) {
        for (String admin : ADMINS) {
            List<String> subjects = toAdmins.stream()
                    .filter(message -> message.to().equals(admin))
                    .map(message -> message.text("subject"))
                    .toList();
            assertThat(subjects.subList(subjects.size() - 1, subjects.size()))
                    .allMatch(subject -> subject.matches("[0-9,]+ servers ask to subscribe.*"));
            assertThat(subjects)
                    .filteredOn(subject -> subject.contains("servers ask"))
                    .hasSizeLessThanOrEqualTo(2);
        }
        assertThat(toAdmins.size() - beforeTheStop).isEqualTo(ADMINS.size());
    }

    private static String held(String what, int count) {
        return "server_roster_bounded_held{domain=\"%s\",what=\"%s\"} %d.0".formatted(SERVICE, what, count);
    }

    /** For RELIABILITY.md; a machine that does other work at the same time is slower, so nothing is asserted of it. */
    private void print() {
        List<Long> all = List.copyOf(latencies);
        System.out.println("Flood of " + DOMAINS + " domains: " + all.size() + " questions answered in " + shares(all)
                + "; those of its second half in " + shares(all.subList(all.size() / 2, all.size())));
    }

    private static String shares(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return Stream.of(50, 99, 100)
                .map(percent -> "p%d %.1f ms"
                        .formatted(
                                percent, sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6))
                .collect(Collectors.joining(", "));
    }
}
