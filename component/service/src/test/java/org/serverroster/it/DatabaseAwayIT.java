package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;

/** "A request that arrived is kept or answered": more requests than are kept, while PostgreSQL is really stopped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The database is away, and a crowd asks")
class DatabaseAwayIT {

    private static final String READER = "reader.montague.lit";
    private static final String NO_LIMITS =
            "limits { max-pending = 0, requests-per-minute = 0, peer-requests-per-minute = 0 }";

    /** What waits in the queue. */
    private static final int KEPT = 10_000;

    private static final int TOO_MANY = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private OneServer world;
    private Side montague;

    @BeforeAll
    void start(@TempDir Path folder) {
        world = OneServer.withCrowd(folder, NO_LIMITS, READER);
        montague = world.montague();
        montague.server().start();
        montague.createAdmin();
        montague.login();
        montague.startService(montague.configuration(OneServer.SECRET)
                .replace("admins = [", "readers = [\"" + READER + "\"], admins = ["));
        montague.awaitReady();
    }

    @AfterAll
    void stop() {
        if (world != null) {
            world.close();
            montague.assertNothingWentWrong();
        }
    }

    private static String peer(int n) {
        return "p%05d.%s".formatted(n, OneServer.CROWD);
    }

    private void ask(RawComponent crowd, int from, int to) {
        for (int n = from; n <= to; n++) {
            crowd.send("<presence type='subscribe' id='ask-%d' from='%s' to='%s'/>"
                    .formatted(n, peer(n), montague.component()));
        }
    }

    private double metric(String name, String label) {
        return montague.health()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String trusted(RawPeer reader) {
        Stanza answer = reader.ask(
                "get", montague.component(), "<trust xmlns='urn:x-server-roster:trust:1' jid='p00000.crowd.lit'/>");
        return answer.find("trust", "urn:x-server-roster:trust:1").orElseThrow().getAttribute("trusted");
    }

    @Test
    @DisplayName(
            "\"inbound subscription stanzas wait in a bounded queue (10,000), then get an error of type wait; they are"
                    + " committed in order when it returns; trust questions keep being answered from memory and say so in a metric\"")
    void keptOrAnswered() throws Exception {
        try (RawComponent crowd = world.crowd();
                RawPeer reader = RawPeer.attach(montague, READER)) {
            assertThat(trusted(reader)).isEqualTo("false");
            assertThat(metric("server_roster_trust_answers_total", "database=\"there\""))
                    .isEqualTo(1);
            world.postgres().stop();
            // This one is in the roster thread's hands, so that the queue is empty behind it.
            ask(crowd, 0, 0);
            montague.service()
                    .awaitLine("the outage", PATIENCE, line -> line.contains("the database takes no changes now"));

            ask(crowd, 1, KEPT + TOO_MANY);
            Await.until(
                    PATIENCE,
                    () -> errors(crowd).size() >= TOO_MANY,
                    () -> errors(crowd).size() + " errors" + montague.newestLines());
            assertThat(errors(crowd).stream().map(Stanza::to))
                    .containsExactlyElementsOf(IntStream.rangeClosed(KEPT + 1, KEPT + TOO_MANY)
                            .mapToObj(DatabaseAwayIT::peer)
                            .toList());
            assertThat(errors(crowd)).allSatisfy(error -> {
                assertThat(error.errorCondition()).isEqualTo("resource-constraint");
                assertThat(error.toString()).contains("wait");
                assertThat(error.id()).startsWith("ask-");
            });
            assertThat(metric("server_roster_changes_queue", "")).isEqualTo(KEPT);
            assertThat(metric("server_roster_changes_refused_total", "busy")).isEqualTo(TOO_MANY);

            assertThat(trusted(reader)).isEqualTo("false");
            assertThat(metric("server_roster_trust_answers_total", "database=\"away\""))
                    .isEqualTo(1);
            montague.health().awaitNotReady("{\"name\": \"database\", \"ok\": false");

            world.postgres().start();
            Await.until(
                    PATIENCE,
                    () -> montague.table().states().size() == KEPT + 1,
                    () -> "not all were kept" + montague.newestLines());
            assertThat(peersInLog())
                    .isEqualTo(IntStream.rangeClosed(0, KEPT)
                            .mapToObj(DatabaseAwayIT::peer)
                            .toList());
            montague.awaitReady();
            assertThat(errors(crowd)).as("what was kept is not refused").hasSize(TOO_MANY);
            assertThat(trusted(reader)).isEqualTo("false");
            assertThat(metric("server_roster_trust_answers_total", "database=\"there\""))
                    .isEqualTo(2);
        }
    }

    private static List<Stanza> errors(RawComponent crowd) {
        return crowd.received().contents().stream()
                .filter(stanza ->
                        stanza.name().equals("presence") && stanza.type().equals("error"))
                .toList();
    }

    private List<String> peersInLog() {
        return world
                .postgres()
                .query(montague.database(), "select peer from roster_event where action = 'requested' order by id")
                .stream()
                .map(row -> row.get("peer").toString())
                .toList();
    }
}
