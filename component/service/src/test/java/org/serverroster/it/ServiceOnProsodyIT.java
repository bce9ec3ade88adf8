package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.ServiceProcess;
import org.serverroster.testbed.TestDatabase;

@DisplayName("The service's process on Prosody")
class ServiceOnProsodyIT extends ServiceScenarios {

    ServiceOnProsodyIT() {
        super(ServerKind.PROSODY);
    }

    @Override
    String unknownDomainInWords() {
        return "configure it there";
    }

    @Test
    @DisplayName("conflict: another instance is attached; the first is not disturbed, and the second takes over")
    void secondInstance() {
        montague().startService();
        montague().awaitReady();
        ServiceProcess first = montague().service();
        montague()
                .startService(
                        montague().configuration(OneServer.SECRET).replaceAll("listen = \"[^\"]*\"", "listen = off"));
        ServiceProcess second = montague().service();
        second.awaitLine("the conflict", Side.PATIENCE, line -> line.contains("another instance is attached"));
        montague().awaitReady();

        first.stop();
        second.awaitLine("the attach", Side.PATIENCE, line -> line.contains("attached to"));
        montague().chat("roster");
    }

    @Test
    @DisplayName("\"name resolution failing for a while\": said once, and once that it is well")
    void nameServiceAway() throws IOException {
        Path hosts = Files.writeString(folder().resolve("hosts-of-java"), "127.0.0.1 somebody.example\n");
        String address = montague().server().address().getHostAddress();
        montague()
                .startService(
                        montague()
                                .configuration(OneServer.SECRET)
                                .replace("host = \"" + address + "\"", "host = \"xmpp.montague.example\""),
                        Map.of("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts));
        ServiceProcess service = montague().service();
        montague().health().awaitNotReady("no address is known for the host xmpp.montague.example");
        Await.until(
                Side.PATIENCE, () -> attempts() >= 3, () -> "it tries again\n" + String.join("\n", service.output()));

        Files.writeString(hosts, address + " xmpp.montague.example\n");
        montague().awaitReady();
        assertThat(service.output().stream().filter(line -> line.contains("no address is known")))
                .hasSize(1);
        assertThat(service.output().stream().filter(line -> line.contains(": attached to")))
                .hasSize(1);
    }

    private double attempts() {
        return montague()
                .health()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("server_roster_stream_attempts_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    @DisplayName("It ends in order while the database is away too, which the page tells while nobody asks for anything")
    void stopsWithoutDatabase() {
        montague().startService();
        montague().awaitReady();
        try (RawPeer peer = RawPeer.attach(montague(), PEER)) {
            subscribe(peer);
            world().postgres().stop();
            assertThat(montague()
                            .health()
                            .awaitNotReady("{\"name\": \"database\", \"ok\": false")
                            .body())
                    .contains("\"stream buddies.montague.lit\", \"ok\": true");
            assertThat(montague().chat("roster")).contains(PEER);

            // A change that waits is refused in the end.
            montague().say("block " + PEER);
            montague()
                    .service()
                    .awaitLine(
                            "that it waits", Side.PATIENCE, line -> line.contains("the database takes no changes now"));
            assertThat(terminated()).isEqualTo(SIGTERM);
            assertThat(peer.awaitPresence("unavailable").from())
                    .isEqualTo(montague().component());
            assertThat(montague().awaitAnswer()).contains("is stopping");
        }
        world().postgres().start();
        montague().startService();
        montague().awaitReady();
        assertThat(montague().chat("block " + PEER)).contains("is ended");
    }

    @Test
    @DisplayName(
            "\"Start-up without a database keeps trying with backoff, is not ready, and attaches only once a roster is"
                    + " loaded\": a wrong password corrected, a database made, one that lets nobody in, one that is locked")
    void waitsForADatabaseThatRefuses() throws Exception {
        TestDatabase.Database own = montague().database();
        String password = "the keeper 5d1f";
        montague()
                .startService(montague()
                        .configuration(OneServer.SECRET)
                        .replace("user = \"" + own.user(), "user = \"keeper")
                        .replace(own.password(), password)
                        .replaceAll("/montague\"", "/later\""));
        String waits = "\"ok\": false, \"why\": \"waits for the database\"";
        assertThat(awaitRefused("password authentication failed")).contains(waits);
        execute("create role keeper login password 'not the right one'");
        assertThat(awaitRefused("password authentication failed")).contains(waits);
        execute("alter role keeper password '" + password + "'");
        assertThat(awaitRefused("later\\\" does not exist")).contains(waits);
        execute("create database later owner keeper allow_connections false");
        assertThat(awaitRefused("not currently accepting connections")).contains(waits);
        execute("alter database later allow_connections true");
        montague().awaitReady();
        montague().stopService();
        assertThat(montague().service().output().stream().filter(line -> line.contains("the database is away")))
                .as("each reason is told once")
                .hasSize(3);

        try (Connection operator = DriverManager.getConnection(own.url(), own.user(), own.password());
                Statement statement = operator.createStatement()) {
            montague().startService();
            montague().awaitReady();
            montague().stopService();
            operator.setAutoCommit(false);
            statement.execute("lock table roster_item in access exclusive mode");
            montague().startService();
            assertThat(montague()
                            .health()
                            .awaitNotReady("its roster is being loaded")
                            .body())
                    .contains("{\"name\": \"database\", \"ok\": true");
            operator.rollback();
        }
        montague().awaitReady();
    }

    private String awaitRefused(String why) {
        return montague().health().awaitNotReady(why).body();
    }

    private void execute(String sql) {
        world().postgres().execute(montague().database(), sql);
    }

    @Test
    @DisplayName("It ends in order before it has begun: while it waits for the database, and for the server")
    void stopsBeforeItHasBegun() {
        world().postgres().stop();
        montague().server().stop();
        montague().startService();
        montague().health().awaitNotReady("database");
        assertThat(terminated()).isEqualTo(SIGTERM);

        world().postgres().start();
        montague().startService();
        montague().health().awaitNotReady("nothing listens");
        assertThat(terminated()).isEqualTo(SIGTERM);
    }

    @Test
    @DisplayName(
            "\"A secret, a password and a handshake never reach a log, an error, a metric\", however much is logged")
    void keepsSecrets() throws IOException {
        Path log = Files.writeString(folder().resolve("log4j2-all.xml"), """
                <Configuration status="WARN">
                  <Appenders><Console name="console"><PatternLayout pattern="%d %c %m %ex%n"/></Console></Appenders>
                  <Loggers><Root level="trace"><AppenderRef ref="console"/></Root></Loggers>
                </Configuration>""");
        Map<String, String> environment = Map.of("SERVER_ROSTER_LOG_CONFIG", log.toString());
        montague().startService(montague().configuration(WRONG_SECRET), environment);
        montague().health().awaitNotReady("not-authorized");
        assertPagesTellNoSecret();
        montague().service().close();

        montague().startService(montague().configuration(OneServer.SECRET), environment);
        montague().awaitReady();
        montague().chat("roster");
        assertPagesTellNoSecret();
        montague()
                .service()
                .awaitLine("the answer on the wire", Side.PATIENCE, line -> line.contains("the roster holds"));
        assertThat(montague().service().output())
                .as("what was said first, before the usual log is made ready, is in it as well")
                .anyMatch(line -> line.contains(" org.postgresql.Driver "));
    }

    private void assertPagesTellNoSecret() {
        for (String page : new String[] {"/metrics", "/health/ready", "/health/live"}) {
            Secrets.assertNotIn(
                    montague().health().get(page).body().lines().toList(),
                    OneServer.SECRET,
                    WRONG_SECRET,
                    montague().databasePassword());
        }
    }
}
