package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smackx.commands.AdHocCommand.Status;
import org.jivesoftware.smackx.commands.RemoteCommand;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person's client reaches the component of the same server, with words, with raw stanzas and with commands. */
class AdminClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String COMPONENT = "buddies.montague.lit";
    private static final String NODE = "urn:example:greet";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @DisplayName("Two clients in one JVM talk to the component of their server, and their accounts outlive a restart")
    void clientsTalkToTheComponent(ServerKind kind) throws Exception {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = kind.create(
                        ServerPlan.of("montague.lit").withComponent(COMPONENT, "secret"), network, folder)) {
            server.start();
            server.addUser("admin", "pass \"word\"");
            server.addUser("benvolio", "other");
            server.restart();
            try (RawComponent component = RawComponent.attach(server, COMPONENT);
                    AdminClient admin = AdminClient.connect(server, "admin", "pass \"word\"", "desk");
                    AdminClient benvolio = AdminClient.connect(server, "benvolio", "other", "phone")) {
                wordsBothWays(component, admin);
                wordsBothWays(component, benvolio);
                runsACommand(component, admin);
                seesFeatures(component, benvolio);
            }
        }
    }

    private static void wordsBothWays(RawComponent component, AdminClient client) {
        client.sendRaw(
                "<message to='%s'><body>hello</body><x xmlns='urn:example:any'/></message>".formatted(COMPONENT));
        Stanza heard = component
                .received()
                .await("message", PATIENCE, stanza -> stanza.from().equals(client.jid()));
        assertThat(heard.text("body")).isEqualTo("hello");
        assertThat(heard.find("x", "urn:example:any")).isPresent();

        String bare = client.jid().substring(0, client.jid().indexOf('/'));
        component.send(
                "<message type='normal' from='%s' to='%s'><subject>News</subject><body>capulet.lit asks</body></message>"
                        .formatted(COMPONENT, bare));
        assertThat(client.awaitMessage(COMPONENT, "capulet.lit", PATIENCE).text("subject"))
                .isEqualTo("News");
    }

    private static void runsACommand(RawComponent component, AdminClient admin) throws Exception {
        Thread service = new Thread(() -> {
            answer(component, """
                    <command xmlns='http://jabber.org/protocol/commands' node='%s' sessionid='s1' status='executing'>
                    <actions execute='complete'><complete/></actions>
                    <x xmlns='jabber:x:data' type='form'>
                    <field var='FORM_TYPE' type='hidden'><value>%s</value></field>
                    <field var='peerjid' type='jid-single'><required/></field>
                    <field var='loud' type='boolean'><value>true</value></field></x></command>""".formatted(NODE, NODE));
            answer(component, """
                    <command xmlns='http://jabber.org/protocol/commands' node='%s' sessionid='s1' status='completed'>
                    <note type='info'>Greeted.</note></command>""".formatted(NODE));
        });
        service.start();
        RemoteCommand done =
                admin.run(COMPONENT, NODE, Map.of("peerjid", List.of("capulet.lit"), "loud", List.of("false")));
        service.join();
        assertThat(done.getStatus()).isEqualTo(Status.completed);
        assertThat(done.getNotes())
                .singleElement()
                .satisfies(note -> assertThat(note.getValue()).isEqualTo("Greeted."));
    }

    private static void seesFeatures(RawComponent component, AdminClient client) throws Exception {
        Thread service = new Thread(() -> answer(
                component,
                "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='component' type='generic'/>"
                        + "<feature var='urn:xmpp:server-presence'/></query>"));
        service.start();
        assertThat(client.features(COMPONENT)).containsExactly("urn:xmpp:server-presence");
        service.join();
    }

    private static void answer(RawComponent component, String payload) {
        Stanza asked = component
                .received()
                .await("request", PATIENCE, stanza -> stanza.name().equals("iq"));
        component.send("<iq type='result' id='%s' from='%s' to='%s'>%s</iq>"
                .formatted(asked.id(), COMPONENT, asked.from(), payload));
    }
}
