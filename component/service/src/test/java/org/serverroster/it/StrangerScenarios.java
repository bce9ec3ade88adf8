package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;

/** A server that speaks for itself, and a stock one without a bridge or a server roster, over their connection. */
interface StrangerScenarios extends Scenarios {

    private void forget(Side side, String peer) throws Exception {
        side.run(Nodes.UNSUBSCRIBE, peer, Map.of());
        side.run(Nodes.BLOCK, peer, Map.of());
        assertThat(side.table().states()).doesNotContainKey(peer);
    }

    @Test
    @DisplayName("A stock Prosody says `subscribed` and remembers nothing: the administrator sees, before and after,"
            + " that it announces no support")
    default void approvedByNobody() throws Exception {
        Side montague = federation().montague();
        assertThat(montague.run(Nodes.SUBSCRIBE, Federation.STRANGER, Map.of()))
                .startsWith("warn: verona.lit is asked")
                .contains("does not announce that it keeps a server roster (urn:xmpp:server-presence)");
        assertThat(montague.awaitNotice("verona.lit approved our request").text("body"))
                .contains(
                        "does not announce that it keeps a server roster (urn:xmpp:server-presence)",
                        "Some servers approve whatever they are asked, and remember nothing",
                        "To take the request back, write: unsubscribe verona.lit");
        montague.table().awaitState(Federation.STRANGER, "To");
        Stanza listing = montague.admin().request("set", montague.address(), Forms.command(Nodes.ROSTER, Map.of()));
        assertThat(Forms.cell(listing, Federation.STRANGER, "announces")).isEqualTo("false");
        forget(montague, Federation.STRANGER);
    }

    @Test
    @DisplayName("\"Component killed while requests arrive: none is answered by the server itself\"; asked again, they"
            + " are handled when it is back")
    default void killedWhileRequestsArrive() throws Exception {
        Side montague = federation().montague();
        try (RawComponent first = stranger(0);
                RawComponent second = stranger(1)) {
            List<RawComponent> peers = List.of(first, second);
            first.send(subscribe(first));
            montague.awaitNotice(first.domain() + " asks to subscribe");
            for (int i = 0; i < 100; i++) {
                peers.forEach(peer -> peer.send(subscribe(peer)));
                if (i == 30) {
                    montague.service().kill();
                }
            }
            montague.service().awaitExit(Side.PATIENCE);
            for (RawComponent peer : peers) {
                peer.send(subscribe(peer));
                peer.send("<presence type='probe' from='%s' to='montague.lit'/>".formatted(peer.domain()));
                Stanza question = ask(peer, "<trust xmlns='%s' jid='capulet.lit'/>".formatted(RawReader.TRUST));
                assertThat(question.errorCondition()).isEqualTo("remote-server-timeout");
                assertThat(ask(peer, "<ping xmlns='urn:xmpp:ping'/>").type()).isEqualTo("result");
                assertThat(answers(peer)).isEmpty();
            }

            montague.startService();
            montague.awaitReady();
            peers.forEach(peer -> peer.send(subscribe(peer)));
            for (RawComponent peer : peers) {
                montague.table().awaitState(peer.domain(), "None + Pending In");
                montague.run(Nodes.APPROVE, peer.domain(), Map.of("reciprocate", List.of("0")));
                peer.received()
                        .await(
                                "approval",
                                Side.PATIENCE,
                                stanza -> stanza.is("presence", "subscribed", "montague.lit"));
                forget(montague, peer.domain());
                peer.received()
                        .await("end", Side.PATIENCE, stanza -> stanza.is("presence", "unsubscribed", "montague.lit"));
            }
            for (RawComponent peer : peers) {
                montague.table().awaitNothingOwedTo(peer.domain());
            }
        }
    }

    private RawComponent stranger(int number) {
        return RawComponent.attach(federation().stranger(), Federation.STRANGERS.get(number));
    }

    private static String subscribe(RawComponent peer) {
        return "<presence type='subscribe' from='%s' to='montague.lit'/>".formatted(peer.domain());
    }

    private static Stanza ask(RawComponent peer, String payload) {
        String id = "ask-" + System.nanoTime();
        peer.send("<iq type='get' id='%s' from='%s' to='montague.lit'>%s</iq>".formatted(id, peer.domain(), payload));
        return peer.awaitReply(id, "montague.lit", Side.PATIENCE);
    }

    /** What was said about presence. The service asks each who it is, too. */
    private static List<Stanza> answers(RawComponent peer) {
        return peer.received().contents().stream()
                .filter(stanza -> stanza.name().equals("presence"))
                .toList();
    }
}
