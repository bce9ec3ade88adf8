package org.serverroster.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** RFC 6120 section 8.3.3: what a server answers in the name of one that it finds no way to. */
    private static final Set<String> UNREACHABLE = Set.of("remote-server-not-found", "remote-server-timeout");

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
    public CompletableFuture<Answer> ask(Jid entity, Element question) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        String id = UUID.randomUUID().toString();
        if (!replies.awaits(
                id,
                entity,
                PATIENCE,
                reply -> answer.complete(reply.map(Questions::read).orElse(Answer.NONE)))) {
            answer.complete(Answer.NONE);
        } else if (!outlet.test(Stanzas.request(local, entity, IQ.Type.get, id, question))) {
            replies.forget(id, entity);
            answer.complete(Answer.NONE);
        }
        return answer;
    }

    private static Answer read(IQ reply) {
        List<Element> payloads = reply.getElement().elements();
        if (reply.getType() == IQ.Type.error) {
            return new Answer(
                    Optional.empty(),
                    payloads.stream()
                            .filter(child -> child.getName().equals("error"))
                            .flatMap(error -> error.elements().stream())
                            .anyMatch(condition -> UNREACHABLE.contains(condition.getName())));
        }
        return payloads.size() == 1 ? new Answer(Optional.of(payloads.get(0)), false) : Answer.NONE;
    }
}
