package org.serverroster.router;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/** Which handler for which stanza. Immutable once built; used on a stream's reader thread. */
public final class Router {

    private record IqKey(IQ.Type type, String namespace, String name) {

        /** In words, as that of {@link org.serverroster.xmpp.DomainName}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof IqKey key
                    && type == key.type
                    && name.equals(key.name)
                    && namespace.equals(key.namespace);
        }

        @Override
        public int hashCode() {
            return (Objects.hashCode(type) * 31 + namespace.hashCode()) * 31 + name.hashCode();
        }
    }

    private final Map<IqKey, StanzaHandler<IQ>> iqs;
    private final Map<Presence.Type, StanzaHandler<Presence>> presences;
    private final StanzaHandler<Presence> available;
    private final StanzaHandler<Message> message;
    private final StanzaHandler<IQ> replies;
    private final Set<String> namespaces;

    private Router(Builder builder) {
        iqs = Map.copyOf(builder.iqs);
        namespaces = Set.copyOf(builder.features());
        available = builder.presences.getOrDefault(null, (stanza, roster) -> Outcome.nothing());
        builder.presences.remove(null);
        presences = Map.copyOf(builder.presences);
        message = builder.message;
        replies = builder.replies;
    }

    /** What becomes of {@code stanza}, which is for the local domain of {@code roster}. */
    public Outcome route(Inbound<?> stanza, Roster roster) {
        Packet packet = stanza.stanza();
        if (packet instanceof IQ iq) {
            return route(iq, new Inbound<>(iq, stanza.from(), stanza.to()), roster);
        }
        if (packet instanceof Presence presence) {
            StanzaHandler<Presence> handler = presence.getType() == null
                    ? available
                    : presences.getOrDefault(presence.getType(), (in, r) -> Outcome.nothing());
            return handler.handle(new Inbound<>(presence, stanza.from(), stanza.to()), roster);
        }
        return message.handle(new Inbound<>((Message) packet, stanza.from(), stanza.to()), roster);
    }

    private Outcome route(IQ iq, Inbound<IQ> inbound, Roster roster) {
        if (iq.isResponse()) {
            return replies.handle(inbound, roster);
        }
        List<Element> payloads = iq.getElement().elements();
        if (payloads.size() != 1) {
            return refuse(
                    inbound,
                    PacketError.Condition.bad_request,
                    PacketError.Type.modify,
                    "an IQ of type get or set has exactly one child");
        }
        Element payload = payloads.get(0);
        StanzaHandler<IQ> handler = iqs.get(new IqKey(iq.getType(), payload.getNamespaceURI(), payload.getName()));
        if (handler != null) {
            return handler.handle(inbound, roster);
        }
        if (namespaces.contains(payload.getNamespaceURI())) {
            return refuse(
                    inbound,
                    PacketError.Condition.bad_request,
                    PacketError.Type.modify,
                    "this namespace has no such element for an IQ of this type");
        }
        return refuse(
                inbound,
                PacketError.Condition.service_unavailable,
                PacketError.Type.cancel,
                "nothing here answers this");
    }

    private static Outcome refuse(
            Inbound<IQ> inbound, PacketError.Condition condition, PacketError.Type type, String text) {
        return Outcome.answer(Stanzas.error(inbound, condition, type, text));
    }

    /** Collects the handlers; two for one kind of stanza are refused. One thread. */
    public static final class Builder {

        private final Map<IqKey, StanzaHandler<IQ>> iqs = new HashMap<>();
        private final Map<Presence.Type, StanzaHandler<Presence>> presences = new HashMap<>();
        private StanzaHandler<Message> message = (stanza, roster) -> Outcome.nothing();
        private StanzaHandler<IQ> replies = (stanza, roster) -> Outcome.nothing();
        private boolean hasMessage;
        private boolean hasReplies;

        /** For an IQ request of that type whose payload has that namespace and name. */
        public Builder iq(IQ.Type type, String namespace, String name, StanzaHandler<IQ> handler) {
            once(iqs.putIfAbsent(new IqKey(type, namespace, name), handler) == null, "IQ " + type + " " + namespace);
            return this;
        }

        /** For a presence of that type; null is available. */
        public Builder presence(Presence.Type type, StanzaHandler<Presence> handler) {
            once(presences.putIfAbsent(type, handler) == null, "presence " + type);
            return this;
        }

        /** For every message. */
        public Builder message(StanzaHandler<Message> handler) {
            once(!hasMessage, "message");
            message = handler;
            hasMessage = true;
            return this;
        }

        /** For every IQ result and error. */
        public Builder replies(StanzaHandler<IQ> handler) {
            once(!hasReplies, "IQ replies");
            replies = handler;
            hasReplies = true;
            return this;
        }

        /** The namespaces of the IQs that are answered so far: what service discovery announces. */
        public Set<String> features() {
            Set<String> features = new TreeSet<>();
            iqs.keySet().forEach(key -> features.add(key.namespace()));
            return features;
        }

        public Router build() {
            return new Router(this);
        }

        private static void once(boolean first, String what) {
            if (!first) {
                throw new IllegalStateException("two handlers for one kind of stanza: " + what);
            }
        }
    }
}
