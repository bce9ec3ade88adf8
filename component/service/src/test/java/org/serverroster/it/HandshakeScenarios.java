package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.testbed.Stanza;

/**
 * How two servers come to be subscribed to each other. XEP-0267, 2: "A server MUST NOT send such a presence subscription
 * request unless explicitly requested to do so by a server administrator"; "The peer SHOULD also send a subscription
 * request to the originating server"; "it MUST keep a list of approved entities": here, in PostgreSQL.
 */
interface HandshakeScenarios extends Scenarios {

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("An administrator asks by XEP-0267's command, the other approves by command, and both see each other")
    default void handshakeByCommand(Beginner beginner) {
        Side asker = side(beginner);
        Side approver = federation().other(asker);
        assertThat(asker.run(Nodes.SUBSCRIBE, approver))
                .contains(approver.address() + " is asked to let this server subscribe");
        Stanza notice = approver.awaitNotice(asker.address() + " asks to subscribe");
        assertThat(notice.find("x", "jabber:x:data")).isPresent();
        federation().awaitMirror(asker, "None + Pending Out");

        assertThat(approver.run(Nodes.APPROVE, asker)).contains("is approved, and it is asked");
        asker.awaitNotice(approver.address() + " approved our request");
        approver.awaitNotice(asker.address() + " approved our request");
        awaitBoth(asker, approver);
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("The form that came with the notice approves when it is sent back; without reciprocate one way only")
    default void handshakeByForm(Beginner beginner) {
        Side asker = side(beginner);
        Side approver = federation().other(asker);
        asker.run(Nodes.SUBSCRIBE, approver);
        Stanza notice = approver.awaitNotice(asker.address() + " asks to subscribe");
        approver.sendBack(notice, Map.of("approve", "true", "reciprocate", "false"));
        asker.awaitNotice(approver.address() + " approved our request");
        asker.awaitAvailable(approver, "true");
        federation().awaitMirror(asker, "To");

        // The asker's administrator approved the way back when asking (XEP-0267, 1), so nobody is asked now.
        approver.run(Nodes.SUBSCRIBE, asker);
        approver.awaitNotice(asker.address() + " approved our request");
        awaitBoth(asker, approver);
        assertThat(asker.notices()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("\"A second subscribe while one is pending changes nothing, tells nobody and writes nothing\"")
    default void asksAgain(Beginner beginner) throws Exception {
        Side asker = side(beginner);
        Side asked = federation().other(asker);
        ask(asker, asked);
        assertThat(asker.run(Nodes.SUBSCRIBE, asked)).contains("it is asked again");

        // What is sent next comes behind it: once that is known, the second request has arrived too.
        asker.run(Nodes.UNSUBSCRIBE, asked);
        asked.awaitNotice(asker.address() + " took back its request");
        assertThat(asked.notices()).isEmpty();
        assertThat(asked.table().newest(2)).containsExactly("withdrawn", "requested");
        federation().awaitMirror(asker, "None");
    }

    @ParameterizedTest
    @EnumSource(Beginner.class)
    @DisplayName("Both ask at once: each administrator approved the way back when asking, so both come to Both")
    default void bothAsk(Beginner first) {
        Side one = side(first);
        Side other = federation().other(one);
        one.run(Nodes.SUBSCRIBE, other);
        other.run(Nodes.SUBSCRIBE, one);
        awaitBoth(one, other);
    }
}
