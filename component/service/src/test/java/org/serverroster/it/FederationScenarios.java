package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

/**
 * What two servers and their administrators do with each other, whatever the servers are. Each scenario ends with both
 * rosters read back from the database, one the mirror image of the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FederationScenarios {

    private final ServerKind here;
    private final ServerKind there;

    private Federation federation;

    FederationScenarios(ServerKind here, ServerKind there) {
        this.here = here;
        this.there = there;
    }

    /** Who begins. */
    enum Beginner {
        MONTAGUE,
        CAPULET
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        federation = Federation.start(here, there, folder);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @BeforeEach
    void fromNone() {
        federation.partCompany();
    }

    static Stream<Beginner> beginners() {
        return Stream.of(Beginner.values());
    }

    private Side side(Beginner beginner) {
        return beginner == Beginner.MONTAGUE ? federation.montague() : federation.capulet();
    }

    /** One asks, and the other's administrator approves by the command, which asks back. */
    private void subscribeBoth(Side asker, Side approver) {
        asker.run(Nodes.SUBSCRIBE, approver);
        approver.awaitNotice(asker.component() + " asks to subscribe");
        approver.run(Nodes.APPROVE, asker);
        asker.awaitNotice(approver.component() + " approved our request");
        approver.awaitNotice(asker.component() + " approved our request");
        federation.awaitMirror(asker, "Both");
    }

    @ParameterizedTest
    @MethodSource("beginners")
    @DisplayName("An administrator asks by XEP-0267's command, the other approves by command, and both see each other")
    void handshakeByCommand(Beginner beginner) {
        Side asker = side(beginner);
        Side approver = federation.other(asker);
        assertThat(asker.run(Nodes.SUBSCRIBE, approver))
                .contains(approver.component() + " is asked to let this server subscribe");
        Stanza notice = approver.awaitNotice(asker.component() + " asks to subscribe");
        assertThat(notice.find("x", "jabber:x:data")).isPresent();
        federation.awaitMirror(asker, "None + Pending Out");

        assertThat(approver.run(Nodes.APPROVE, asker)).contains("is approved, and it is asked");
        asker.awaitNotice(approver.component() + " approved our request");
        approver.awaitNotice(asker.component() + " approved our request");
        asker.awaitAvailable(approver, "true");
        approver.awaitAvailable(asker, "true");
        federation.awaitMirror(asker, "Both");
    }

    @ParameterizedTest
    @MethodSource("beginners")
    @DisplayName(
            "The form that came with the notice approves when it is sent back, and with reciprocate off one way only")
    void handshakeByForm(Beginner beginner) {
        Side asker = side(beginner);
        Side approver = federation.other(asker);
        asker.run(Nodes.SUBSCRIBE, approver);
        Stanza notice = approver.awaitNotice(asker.component() + " asks to subscribe");
        approver.sendBack(notice, Map.of("approve", "true", "reciprocate", "false"));
        asker.awaitNotice(approver.component() + " approved our request");
        asker.awaitAvailable(approver, "true");
        federation.awaitMirror(asker, "To");

        // The asker's administrator approved the way back when asking (XEP-0267, 1), so nobody is asked now.
        approver.run(Nodes.SUBSCRIBE, asker);
        approver.awaitNotice(asker.component() + " approved our request");
        approver.awaitAvailable(asker, "true");
        federation.awaitMirror(asker, "Both");
        assertThat(asker.notices()).isEqualTo(List.of());
    }
}
