package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ApprovalRules;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.ContactConfig;
import org.serverroster.config.LimitsConfig;
import org.serverroster.config.Secret;
import org.serverroster.config.TlsConfig;
import org.serverroster.config.TrustConfig;
import org.serverroster.config.TrustRequirement;
import org.serverroster.http.Check;
import org.serverroster.http.Meters;
import org.serverroster.http.PrometheusMeters;
import org.serverroster.roster.EventReader;
import org.serverroster.roster.RosterStore;
import org.serverroster.roster.SharedDatabase;
import org.serverroster.stream.StreamSettings;
import org.serverroster.testbed.Await;
import org.serverroster.testbed.PlayedServer;
import org.serverroster.testbed.Stanza;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/** The whole component with its stream and its database, and a server with the bridge or without. */
@DisplayName("A component speaks for the bare domains that it serves, and each has a roster of its own")
class ServedDomainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private static final StreamSettings.Timing TIMING = new StreamSettings.Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(30));

    /** A town of its own for each test: they share a database. */
    private final String served = "t" + UUID.randomUUID().toString().substring(0, 8) + ".lit";

    private final String second = "second." + served;
    private final String component = "buddies." + served;
    private final String admin = "admin@" + served;
    private final ConcurrentLinkedQueue<Stanza> heard = new ConcurrentLinkedQueue<>();
    private final PrometheusMeters registry = PrometheusMeters.of("test");
    private final RosterStore store = new RosterStore(SharedDatabase.get().dataSource());
    private final EventReader events = new EventReader(store);
    private final PlayedServer server = PlayedServer.open(this::hear);
    private volatile Set<String> bridged = Set.of(served, second);
    /** Whose bridge hands over, and does not let the component answer. */
    private volatile String faulty = "none";

    private final Component program = new Component(
            new ComponentConfig(
                    LocalDomain.parse(component),
                    "127.0.0.1",
                    server.port(),
                    new TlsConfig.Off(),
                    new Secret("shared by nobody else"),
                    List.of(LocalDomain.parse(served), LocalDomain.parse(second)),
                    Set.of(Jid.parse(admin)),
                    List.of(),
                    new ApprovalRules(List.of()),
                    true,
                    true,
                    new TrustConfig(TrustRequirement.FROM, false),
                    new ContactConfig(Map.of())),
            new LimitsConfig(1_000, 6_000, 60, 262_144),
            TIMING,
            store,
            events,
            new Meters(registry.registry()));

    @AfterEach
    void stop() {
        program.stop(Duration.ofSeconds(5));
        server.close();
        events.close();
        registry.close();
    }

    /** The server's part: pings to the component come back; what is for a bare domain of its own, by the bridge. */
    private void hear(Stanza stanza) {
        if (stanza.from().equals(faulty)) {
            server.send("<stream:error><invalid-from xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                    + "</stream:stream>");
            return;
        }
        boolean ours = Set.of(served, second).contains(stanza.to());
        if (stanza.to().equals(component) || ours && !stanza.name().equals("iq") && bridged.contains(stanza.to())) {
            server.send(stanza.toString());
        }
        if (stanza.is("iq", "get", stanza.from()) && !stanza.to().equals(component)) {
            server.send("<iq type='result' id='%s' from='%s' to='%s'>%s</iq>"
                    .formatted(stanza.id(), stanza.to(), stanza.from(), answer(stanza)));
        }
        heard.add(stanza);
    }

    /** Of a server that announces nothing, but where it has the bridge. */
    private String answer(Stanza question) {
        return question.find("query", DISCO).isPresent()
                ? "<query xmlns='%s'>%s</query>"
                        .formatted(
                                DISCO,
                                bridged.contains(question.to()) ? "<feature var='urn:xmpp:server-presence'/>" : "")
                : "<query xmlns='jabber:iq:version'><name>played</name></query>";
    }

    private void start() {
        program.start();
        server.awaitAttachment(1, PATIENCE);
    }

    private void startWithBridges() {
        start();
        awaitBridge(served);
        awaitBridge(second);
    }

    private void awaitBridge(String domain) {
        String name = "bridge " + domain;
        Await.until(PATIENCE, () -> check(name).ok(), () -> "found " + check(name));
    }

    private Check check(String name) {
        return program.checks()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Takes the first of them. */
    private Stanza await(Predicate<Stanza> wanted) {
        Await.until(PATIENCE, () -> heard.stream().anyMatch(wanted), () -> "did not come; came: " + heard);
        Stanza found = heard.stream().filter(wanted).findFirst().orElseThrow();
        heard.remove(found);
        return found;
    }

    private void presence(String type, String from, String to) {
        server.send("<presence type='%s' from='%s' to='%s'/>".formatted(type, from, to));
    }

    private Stanza say(String to, String words) {
        server.send(
                "<message type='chat' from='%s/desk' to='%s'><body>%s</body></message>".formatted(admin, to, words));
        return await(stanza -> stanza.is("message", "chat", to));
    }

    private Stanza trust(String at) {
        String id = UUID.randomUUID().toString();
        server.send(
                "<iq type='get' id='%s' from='%s/desk' to='%s'><trust xmlns='urn:x-server-roster:trust:1' jid='capulet.lit'/></iq>"
                        .formatted(id, admin, at));
        return await(stanza -> stanza.id().equals(id));
    }

    private String adminsOf(String domain) {
        return domain.equals(component) ? component : domain + "@" + component;
    }

    @Test
    @DisplayName(
            "Its notices come from, and its chat and submitted approval forms go to, montague.lit@buddies.montague.lit")
    void a_request_to_a_served_domain() {
        startWithBridges();
        presence("subscribe", "capulet.lit", served);
        Stanza notice = await(stanza ->
                stanza.is("message", "", adminsOf(served)) || stanza.is("message", "normal", adminsOf(served)));
        assertThat(notice.to()).isEqualTo(admin);
        assertThat(notice.text("subject")).isEqualTo("capulet.lit asks to subscribe to " + served);
        assertThat(notice.text("body")).contains("write to " + adminsOf(served) + ": approve capulet.lit");

        assertThat(say(adminsOf(served), "help").text("body")).contains(served + " trusts", adminsOf(served));
        assertThat(say(adminsOf(served), "approve capulet.lit").text("body")).contains("capulet.lit");

        assertThat(await(stanza -> stanza.is("presence", "subscribed", served)).to())
                .isEqualTo("capulet.lit");
        await(stanza -> stanza.is("presence", "", served) && stanza.to().equals("capulet.lit"));
        assertThat(trust(served).toString()).contains("from=\"" + served + "\"", "trusted=\"true\"");
        assertThat(trust(second).toString()).contains("from=\"" + second + "\"", "trusted=\"false\"");
        assertThat(trust(component).toString()).contains("from=\"" + component + "\"", "trusted=\"false\"");
    }

    @Test
    @DisplayName("XEP-0267, 2: the admin of montague.lit sends the command to montague.lit")
    void the_command_at_the_served_domain() {
        startWithBridges();
        server.send(("<iq type='set' id='buddy' from='%s/desk' to='%s'>"
                        + "<command xmlns='http://jabber.org/protocol/commands' action='execute'"
                        + " node='http://jabber.org/protocol/admin#server-buddy'>"
                        + "<x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/admin</value></field>"
                        + "<field var='peerjid'><value>capulet.lit</value></field></x></command></iq>")
                .formatted(admin, served));

        assertThat(await(stanza -> stanza.id().equals("buddy")).toString()).contains("completed");
        Stanza subscribe = await(stanza -> stanza.is("presence", "subscribe", served));
        assertThat(subscribe.to()).isEqualTo("capulet.lit");

        // A stock Prosody's answer: it remembers nothing.
        presence("subscribed", "capulet.lit", served);
        Stanza notice = await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").equals("capulet.lit approved our request"));
        assertThat(notice.from()).isEqualTo(adminsOf(served));
        assertThat(notice.text("body"))
                .contains("does not announce that it keeps a server roster (urn:xmpp:server-presence)")
                .contains("remember nothing");
        assertThat(say(adminsOf(served), "roster").text("body"))
                .contains("capulet.lit: To")
                .contains("announces no server roster");
    }

    @Test
    @DisplayName("A stanza between two different local domains of one component (virtual hosts) is taken")
    void two_virtual_hosts_may_trust_each_other() {
        startWithBridges();
        say(adminsOf(served), "subscribe " + second);
        await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").startsWith(served + " asks to subscribe"));
        say(adminsOf(second), "approve " + served);

        await(stanza -> stanza.is("presence", "subscribed", second));
        await(stanza -> stanza.is("presence", "subscribed", served));
        Await.until(
                PATIENCE,
                () -> say(adminsOf(served), "roster").text("body").contains(second + ": Both, available"),
                () -> say(adminsOf(served), "roster").text("body"));
    }

    @Test
    @DisplayName(
            "Without the bridge nothing leaves in a served domain's name, and admins and operators are told once why")
    void without_the_bridge() {
        bridged = Set.of(second);
        start();
        Await.until(
                PATIENCE,
                () -> check("bridge " + served).why().contains("does not announce"),
                () -> "found " + check("bridge " + served));
        Check missing = check("bridge " + served);
        assertThat(missing.ok()).isFalse();
        assertThat(missing.why()).contains("server_roster_component = \"" + component + "\"");
        assertThat(check("stream " + component).ok()).isTrue();
        awaitBridge(second);
        Stanza told = await(stanza -> stanza.name().equals("message"));
        assertThat(told.from()).isEqualTo(adminsOf(served));
        assertThat(told.text("body")).contains("load mod_server_roster");

        // What comes nevertheless, and what admins do, is kept; the others are not hindered.
        presence("subscribe", "capulet.lit", served);
        await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").startsWith("capulet.lit asks to subscribe"));
        say(adminsOf(served), "approve capulet.lit");
        say(adminsOf(served), "subscribe verona.lit");
        assertThat(trust(second).type()).isEqualTo("result");
        assertThat(heard).noneMatch(stanza -> stanza.from().equals(served));
        assertThat(registry.scrape())
                .contains("server_roster_bridge_open{domain=\"" + served + "\"} 0.0")
                .contains("server_roster_bridge_open{domain=\"" + second + "\"} 1.0");

        // The stream comes back to a server that has it now: what was owed leaves.
        bridged = Set.of(served, second);
        server.send("</stream:stream>");
        server.awaitAttachment(2, PATIENCE);
        await(stanza -> stanza.is("presence", "subscribed", served));
        await(stanza ->
                stanza.is("presence", "subscribe", served) && stanza.to().equals("verona.lit"));
        await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").endsWith("is there"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("A bridge that does not let us answer costs its own domain two streams; the others work")
    void one_faulty_bridge(boolean first) {
        faulty = first ? served : second;
        String sound = first ? second : served;
        start();
        server.awaitAttachment(3, PATIENCE);
        awaitBridge(sound);
        assertThat(check("bridge " + faulty).why()).contains("ended the stream");
        Stanza told = await(stanza ->
                stanza.name().equals("message") && stanza.text("subject").contains(faulty));
        assertThat(told.text("body")).contains("looked at again every 10 minutes");

        presence("subscribe", "capulet.lit", sound);
        await(stanza -> stanza.name().equals("message")
                && stanza.text("subject").equals("capulet.lit asks to subscribe to " + sound));
        say(adminsOf(sound), "approve capulet.lit");
        await(stanza -> stanza.is("presence", "subscribed", sound));
        assertThat(server.attachments()).isEqualTo(3);
    }

    @Test
    @DisplayName("On an orderly stop: unavailable to every From and Both")
    void goodbyes() {
        startWithBridges();
        for (String at : List.of(served, component)) {
            presence("subscribe", "capulet.lit", at);
            await(stanza -> stanza.name().equals("message")
                    && stanza.text("subject").equals("capulet.lit asks to subscribe to " + at));
            say(adminsOf(at), "approve capulet.lit");
            await(stanza -> stanza.is("presence", "subscribed", at));
        }

        program.stop(Duration.ofSeconds(10));

        await(stanza -> stanza.is("presence", "unavailable", served));
        await(stanza -> stanza.is("presence", "unavailable", component));
    }
}
