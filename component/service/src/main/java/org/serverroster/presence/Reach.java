package org.serverroster.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dom4j.DocumentHelper;
import org.dom4j.QName;
import org.serverroster.outbox.PeerGate;
import org.serverroster.outbox.PeerGate.Offer;
import org.serverroster.router.Replies;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/**
 * Finds out whether a refusal that came in a peer's name is the peer's own. A server that is not to talk to another
 * (ejabberd's {@code s2s_access}) answers {@code forbidden} in its name, and to everything; a peer that forbids our probe
 * answers a ping. Immutable; any thread.
 */
final class Reach {

    private static final QName PING = QName.get("ping", Namespaces.PING);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Jid local;
    private final Replies replies;
    private final PeerGate gate;

    Reach(LocalDomain local, Replies replies, PeerGate gate) {
        this.local = local.jid();
        this.replies = replies;
        this.gate = gate;
    }

    /** Whether the peer answers us, and not with {@code forbidden}; ends within the patience, and never in an exception. */
    CompletableFuture<Boolean> of(PeerDomain peer) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        String id = UUID.randomUUID().toString();
        IQ ping = Stanzas.request(local, peer.jid(), IQ.Type.get, id, DocumentHelper.createElement(PING));
        if (!replies.awaits(id, peer.jid(), PATIENCE, reply -> answer.complete(isOfPeer(reply)))) {
            answer.complete(false);
        } else if (gate.offer(() -> true, List.of(ping)) != Offer.SENT) {
            replies.forget(id, peer.jid());
            answer.complete(false);
        }
        return answer;
    }

    private static boolean isOfPeer(Optional<IQ> reply) {
        return reply.filter(iq -> iq.getType() == IQ.Type.result || !isForbidden(iq.getError()))
                .isPresent();
    }

    private static boolean isForbidden(PacketError error) {
        return error == null || error.getCondition() == PacketError.Condition.forbidden;
    }
}
