package org.serverroster.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.serverroster.router.Replies;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** Questions of one local domain to others, over the component's stream. Immutable; any thread. */
final class Questions implements Asker {

    /** For one answer. Another server may first have to be connected to. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Jid local;
    private final Replies replies;
    private final Predicate<Packet> outlet;

    /** @param outlet lets a stanza out, or tells that the stream can not take it */
    Questions(LocalDomain local, Replies replies, Predicate<Packet> outlet) {
        this.local = local.jid();
        this.replies = replies;
        this.outlet = outlet;
    }

    @Override
    public CompletableFuture<Optional<Element>> ask(Jid entity, Element question) {
        CompletableFuture<Optional<Element>> answer = new CompletableFuture<>();
        String id = UUID.randomUUID().toString();
        if (!replies.awaits(id, entity, PATIENCE, reply -> answer.complete(reply.flatMap(Questions::payload)))) {
            answer.complete(Optional.empty());
        } else if (!outlet.test(Stanzas.request(local, entity, IQ.Type.get, id, question))) {
            replies.forget(id, entity);
            answer.complete(Optional.empty());
        }
        return answer;
    }

    private static Optional<Element> payload(IQ reply) {
        List<Element> payloads = reply.getElement().elements();
        return reply.getType() == IQ.Type.result && payloads.size() == 1
                ? Optional.of(payloads.get(0))
                : Optional.empty();
    }
}
