package org.serverroster.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.router.Replies;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.TestStanzas;
import org.xmpp.packet.Packet;

/**
 * Other servers that answer what they are asked, at once, or not at all. Who was told nothing else announces server
 * presence, and answers all other questions with an error. One thread.
 */
public final class AnsweringPeers {

    private static final String ERROR = error("service-unavailable");

    private final LocalDomain local;
    private final Map<String, String> answers = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<PeerDomain, Instant> firstEvents = new HashMap<>();
    private final Replies replies = new Replies(10_000, this::nanoTime);
    private final Looks looks;
    private long now;

    public AnsweringPeers(String local) {
        this.local = LocalDomain.parse(local);
        looks = new Looks(
                this.local,
                new Questions(this.local, replies, this::isAsked),
                peer -> CompletableFuture.completedFuture(Optional.ofNullable(firstEvents.get(peer))),
                this::nanoTime);
    }

    public Looks looks() {
        return looks;
    }

    /** From now on that entity answers the question of the payload's namespace with it; null: with an error. */
    public void answer(String entity, String namespace, String payload) {
        answers.put(entity + " " + namespace, payload == null ? ERROR : payload);
    }

    /** There is no way to that entity: its server's name is not known, or it does not answer. */
    public void cutOff(String entity, String condition) {
        for (String namespace : List.of(Namespaces.DISCO_INFO, Namespaces.VERSION)) {
            answer(entity, namespace, error(condition));
        }
    }

    private static String error(String condition) {
        return "<error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    }

    /** That entity's features, and more of its disco#info. */
    public void describe(String entity, String... content) {
        answer(
                entity,
                Namespaces.DISCO_INFO,
                "<query xmlns='http://jabber.org/protocol/disco#info'>" + String.join("", content) + "</query>");
    }

    public void list(String entity, String... components) {
        StringBuilder items = new StringBuilder();
        for (String component : components) {
            items.append("<item jid='").append(component).append("'/>");
        }
        answer(
                entity,
                Namespaces.DISCO_ITEMS,
                "<query xmlns='http://jabber.org/protocol/disco#items'>" + items + "</query>");
    }

    /** That entity answers nothing any more. */
    public void silence(String entity) {
        silent.add(entity);
    }

    void known(String peer, Instant since) {
        firstEvents.put(PeerDomain.parse(peer), since);
    }

    /** Time passes, and what is overdue by then is given up. */
    public void passes(Duration time) {
        now += time.toNanos();
        replies.expire();
    }

    /** Who was asked for its features, in order. */
    List<String> asked() {
        return asked;
    }

    private long nanoTime() {
        return now;
    }

    private boolean isAsked(Packet question) {
        Element iq = question.getElement();
        String entity = iq.attributeValue("to");
        String namespace = iq.elements().get(0).getNamespaceURI();
        if (namespace.equals(Namespaces.DISCO_INFO)) {
            asked.add(entity);
        }
        if (!silent.contains(entity)) {
            String payload = answers.getOrDefault(
                    entity + " " + namespace,
                    namespace.equals(Namespaces.DISCO_INFO)
                            ? "<query xmlns='%s'><feature var='%s'/></query>"
                                    .formatted(namespace, Namespaces.SERVER_PRESENCE)
                            : ERROR);
            replies.handle(
                    TestStanzas.iq("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>"
                            .formatted(
                                    payload.startsWith("<error ") ? "error" : "result",
                                    iq.attributeValue("id"),
                                    entity,
                                    local,
                                    payload)),
                    Roster.of(local, 0, List.of()));
        }
        return true;
    }
}
