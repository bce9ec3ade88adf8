package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.testbed.RawComponent.Refused;

/** What each server really sends on a component's stream, where XEP-0114 leaves it open: other tests rely on it. */
class ComponentStreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DOMAIN = "buddies.montague.lit";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @DisplayName("A wrong secret is not-authorized, until the server's configuration is the same")
    void wrongSecret(ServerKind kind) {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = create(kind, network)) {
            server.start();
            Refused refused = catchThrowableOfType(Refused.class, () -> RawComponent.attach(server, DOMAIN, "wrong"));
            assertThat(refused.sent()).contains("<not-authorized ").endsWith("</stream:error></stream:stream>");

            server.changeSecret(DOMAIN, "wrong");
            server.restart();
            try (RawComponent component = RawComponent.attach(server, DOMAIN, "wrong")) {
                assertThat(component.attached()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @DisplayName("A domain that is not configured is host-unknown to Prosody, and a wrong secret to ejabberd")
    void unknownDomain(ServerKind kind) {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = create(kind, network)) {
            server.start();
            Refused refused = catchThrowableOfType(
                    Refused.class,
                    () -> RawComponent.attach(server, "unknown.montague.lit", server.componentPort(DOMAIN), "secret"));
            assertThat(refused.sent())
                    .contains(kind == ServerKind.PROSODY ? "<host-unknown " : "<not-authorized ")
                    .endsWith("</stream:error></stream:stream>");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @DisplayName("A second component of one domain is refused by Prosody with conflict, and let in by ejabberd")
    void secondComponent(ServerKind kind) {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = create(kind, network)) {
            server.start();
            try (RawComponent first = RawComponent.attach(server, DOMAIN)) {
                if (kind == ServerKind.PROSODY) {
                    Refused refused = catchThrowableOfType(Refused.class, () -> RawComponent.attach(server, DOMAIN));
                    assertThat(refused.sent()).contains("<conflict ");
                } else {
                    RawComponent.attach(server, DOMAIN).close();
                }
                assertThat(first.ping("montague.lit", PATIENCE).type()).isEqualTo("result");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @DisplayName("A component's ping to its own domain comes back to it, and the server answers one to its own")
    void pings(ServerKind kind) {
        try (LoopbackNetwork network = LoopbackNetwork.open(folder);
                XmppServer server = create(kind, network)) {
            server.start();
            try (RawComponent component = RawComponent.attach(server, DOMAIN)) {
                assertThat(component.ping("montague.lit", PATIENCE).type()).isEqualTo("result");

                component.send("<iq type='get' id='own' from='%s' to='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                        .formatted(DOMAIN, DOMAIN));
                Stanza ping = component
                        .received()
                        .await("own ping", PATIENCE, stanza -> stanza.id().equals("own"));
                assertThat(ping.is("iq", "get", DOMAIN)).isTrue();
                assertThat(ping.find("ping", "urn:xmpp:ping")).isPresent();
            }
        }
    }

    private XmppServer create(ServerKind kind, LoopbackNetwork network) {
        return kind.create(ServerPlan.of("montague.lit").withComponent(DOMAIN, "secret"), network, folder);
    }
}
