package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.ServiceProcess;

/** "Orderly stop (SIGTERM): takes no new work, finishes what is committed, says unavailable, closes the stream, within 10 s". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The orderly stop")
class OrderlyStopIT {

    private static final String PEER = "peer.montague.lit";
    private static final List<String> MORE =
            List.of("friends.montague.lit", "cousins.montague.lit", "guests.montague.lit", "foes.montague.lit");

    /** The promise, which is Docker's, too: then comes SIGKILL. */
    private static final Duration PROMISED = Duration.ofSeconds(10);

    private static final int PEERS = 5_000;

    private Path folder;
    private OneServer world;
    private Side montague;

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        world = OneServer.withCrowd(folder, "", PEER, MORE.get(0), MORE.get(1), MORE.get(2), MORE.get(3));
        montague = world.montague();
        montague.server().start();
        montague.createAdmin();
        montague.login();
        montague.startService();
        montague.awaitReady();
        montague.stopService();
    }

    @AfterAll
    void stop() {
        if (world != null) {
            world.close();
            montague.assertNothingWentWrong();
        }
    }

    @AfterEach
    void forget() {
        montague.service().close();
        if (!world.postgres().running()) {
            world.postgres().start();
        }
        world.postgres().execute(montague.database(), "delete from outbox");
        world.postgres().execute(montague.database(), "delete from roster_item");
    }

    private void insert(String localDomain, String peers) {
        world.postgres()
                .execute(
                        montague.database(),
                        "insert into roster (local_domain) values (?) on conflict do nothing",
                        localDomain);
        world.postgres().execute(montague.database(), """
                        insert into roster_item (local_domain, peer, state, approved, blocked, name, groups, note,
                            from_since, to_since, since)
                        select ?, peer, case when n % 2 = 0 then 'From' else 'Both' end, false, false, '', '{}', '',
                            now(), case when n % 2 = 0 then null else now() end, now()
                        from (""" + peers + ") as p (peer, n)", localDomain);
    }

    private int terminated() {
        return terminated(montague.service());
    }

    private static int terminated(ServiceProcess service) {
        assertThat(ProcessHandle.of(service.pid()).orElseThrow().destroy()).isTrue();
        return service.awaitExit(PROMISED);
    }

    private static List<String> tellers(RawComponent component, String type) {
        return component.received().contents().stream()
                .filter(stanza ->
                        stanza.name().equals("presence") && stanza.type().equals(type))
                .map(stanza -> stanza.from() + " > " + stanza.to())
                .toList();
    }

    @Test
    @DisplayName("unavailable to every From and Both, of 5,000 peers")
    void tellsEveryPeer() {
        insert(
                montague.component(),
                "select 'p' || to_char(n, 'FM00000') || '.crowd.lit', n from generate_series(1, " + PEERS + ") n");
        try (RawComponent crowd = world.crowd()) {
            montague.startService();
            Await.until(
                    Side.PATIENCE,
                    () -> tellers(crowd, "").size() >= PEERS,
                    () -> tellers(crowd, "").size() + " heard that we are here");
            crowd.received().clear();

            long signalled = System.nanoTime();
            assertThat(terminated()).isEqualTo(ServiceScenarios.SIGTERM);
            System.out.printf(
                    "The orderly stop with %,d peers took %,d ms.%n",
                    PEERS, Duration.ofNanos(System.nanoTime() - signalled).toMillis());
            List<String> expected = IntStream.rangeClosed(1, PEERS)
                    .mapToObj("%s > p%%05d.crowd.lit".formatted(montague.component())::formatted)
                    .toList();
            Await.until(
                    Side.PATIENCE,
                    () -> tellers(crowd, "unavailable").size() >= PEERS,
                    () -> tellers(crowd, "unavailable").size() + " heard that we are gone");
            assertThat(tellers(crowd, "unavailable")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(montague.service().output()).last().asString().endsWith("server-roster ends in order");
        }
    }

    @Test
    @DisplayName("takes no new work, finishes what is committed: with a server that reads no more")
    void serverStalls() {
        insert(montague.component(), "values ('" + PEER + "', 0)");
        try (ServiceLink link = new ServiceLink(montague);
                RawPeer peer = RawPeer.attach(montague, PEER)) {
            link.startService();
            montague.awaitReady();
            peer.awaitPresence("");
            link.hold();
            montague.say("subscribe " + PEER);
            montague.table().awaitState(PEER, "From + Pending Out");
            assertThat(terminated()).isEqualTo(ServiceScenarios.SIGTERM);
            assertThat(montague.service().output()).last().asString().endsWith("server-roster ends in order");
            assertThat(montague.table().shown()).contains("subscribe for " + PEER);
        }
        // What the server did not read is still owed, and goes out at the next attach.
        try (RawPeer peer = RawPeer.attach(montague, PEER)) {
            montague.startService();
            peer.awaitPresence("subscribe");
            montague.awaitReady();
        }
    }

    @Test
    @DisplayName(
            "with the database away and changes that wait, every component of the process says unavailable in time")
    void databaseIsAway() {
        for (String component : MORE) {
            insert(component, "values ('" + PEER + "', 0)");
        }
        String parts = String.join(
                ",",
                MORE.stream()
                        .map(component -> """
                                { domain = "%s", host = "%s", port = %d, secret = "%s", admins = [] }
                                """.formatted(
                                        component,
                                        montague.server().address().getHostAddress(),
                                        montague.server().componentPort(component),
                                        "secret of " + component))
                        .toList());
        try (RawPeer peer = RawPeer.attach(montague, PEER)) {
            montague.startService(montague.configurationOf(parts));
            montague.awaitReady();
            MORE.forEach(component -> peer.awaitPresence(""));
            world.postgres().stop();
            // Each has something to do that it can not do.
            MORE.forEach(component -> peer.presence("unsubscribe", PEER, component, ""));
            MORE.forEach(component -> montague.service()
                    .awaitLine(
                            "the outage of " + component,
                            Side.PATIENCE,
                            line -> line.contains(component + ": the database takes no changes now")));
            assertThat(terminated()).isEqualTo(ServiceScenarios.SIGTERM);
            // What could not be done is answered before.
            MORE.forEach(component -> peer.awaitPresence("error"));
            MORE.forEach(component -> peer.awaitPresence("unavailable"));
            assertThat(montague.service().output()).last().asString().endsWith("server-roster ends in order");
        }
        world.postgres().start();
        for (String component : MORE) {
            montague.tableOf(component).awaitState(PEER, "From");
        }
    }

    @Test
    @DisplayName("Docker's stop is clean: the launcher, the image's entry point, hands SIGTERM on")
    void launcherIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("launched.conf"), montague.configuration(OneServer.SECRET));
        Path launcher = Path.of("../bin/server-roster").toAbsolutePath().normalize();
        insert(montague.component(), "values ('" + PEER + "', 0)");
        try (RawPeer peer = RawPeer.attach(montague, PEER);
                ServiceProcess launched = ServiceProcess.start(
                        "the launcher",
                        List.of(launcher.toString(), "run", "--config", file.toString()),
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        folder)) {
            peer.awaitPresence("");
            assertThat(terminated(launched)).isEqualTo(ServiceScenarios.SIGTERM);
            peer.awaitPresence("unavailable");
            assertThat(launched.output()).last().asString().endsWith("server-roster ends in order");
        }
    }
}
