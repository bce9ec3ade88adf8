package org.serverroster.bridge;

import java.util.Optional;
import java.util.UUID;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** The stanzas by which the component's own domain finds out about the served one. Immutable; any thread. */
final class Talk {

    /** Begins the id of everything that is asked here, in every instance: none of it is for anybody else. */
    private static final String ID = "bridge-";

    private static final QName QUERY = QName.get("query", Namespaces.DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", Namespaces.DISCO_INFO);

    /** What came of it. */
    sealed interface Heard {

        /** The server handed a probe to this instance, whichever sent it. */
        record Probe() implements Heard {}

        /** Whether the feature is announced; answers a question of that look. */
        record Features(long look, boolean announced) implements Heard {}

        /** The server answered a probe of that look in the domain's place. */
        record Answer(long look) implements Heard {}

        /** The question or the probe of that look came back as an error. */
        record Refusal(long look, String condition) implements Heard {}

        /** What was said in the domain's name in that look came back: the server let it through. */
        record Word(long look) implements Heard {}

        /** What another instance asked or said. */
        record Others() implements Heard {}
    }

    private final LocalDomain served;
    private final LocalDomain component;
    private final String instance = ID + UUID.randomUUID() + "-";

    Talk(LocalDomain served, LocalDomain component) {
        this.served = served;
        this.component = component;
    }

    Packet question(Jid from, long look) {
        return Stanzas.request(from, served.jid(), IQ.Type.get, id(look), DocumentHelper.createElement(QUERY));
    }

    Packet probe(Jid from, long look) {
        Presence probe = Stanzas.presence(from, served.jid(), Presence.Type.probe);
        probe.setID(id(look));
        return probe;
    }

    /** Says nothing but that the domain may say something; the component's own domain hears it. */
    Packet word(long look) {
        Presence word = Stanzas.presence(served.jid(), component.jid(), Presence.Type.probe);
        word.setID(id(look));
        return word;
    }

    private String id(long look) {
        return instance + look + "-" + UUID.randomUUID();
    }

    /** What the stanza says, if it is one of these. */
    Optional<Heard> read(Element stanza) {
        String id = stanza.attributeValue("id");
        if (id == null || !id.startsWith(ID)) {
            return Optional.empty();
        }
        Jid from;
        Jid to;
        try {
            from = Jid.parse(stanza.attributeValue("from"));
            to = Jid.parse(stanza.attributeValue("to"));
        } catch (MalformedJidException e) {
            return Optional.empty();
        }
        String type = stanza.attributeValue("type", "");
        boolean presence = stanza.getName().equals("presence");
        if (isOfComponent(from) && to.bare().equals(served.jid()) && presence && type.equals("probe")) {
            return Optional.of(new Heard.Probe());
        }
        if (!from.equals(served.jid()) || !isOfComponent(to)) {
            return Optional.empty();
        }
        boolean reply = stanza.getName().equals("iq") && (type.equals("result") || type.equals("error"));
        return presence || reply ? Optional.of(answer(stanza, id, type, presence)) : Optional.empty();
    }

    private Heard answer(Element stanza, String id, String type, boolean presence) {
        if (!id.startsWith(instance)) {
            return new Heard.Others();
        }
        long look;
        try {
            look = Long.parseLong(id.substring(instance.length(), id.indexOf('-', instance.length())));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return new Heard.Others();
        }
        if (type.equals("error")) {
            return new Heard.Refusal(look, condition(stanza));
        }
        if (type.equals("probe")) {
            return new Heard.Word(look);
        }
        return presence ? new Heard.Answer(look) : new Heard.Features(look, announces(stanza));
    }

    private boolean isOfComponent(Jid jid) {
        return !jid.hasLocal() && jid.domain().equals(component.name());
    }

    private static boolean announces(Element iq) {
        Element query = iq.element(QUERY);
        return query != null
                && query.elements(FEATURE).stream()
                        .anyMatch(feature -> Namespaces.SERVER_PRESENCE.equals(feature.attributeValue("var")));
    }

    private static String condition(Element stanza) {
        Element error = stanza.element("error");
        return error == null
                ? "error"
                : error.elements().stream()
                        .filter(child -> child.getNamespaceURI().equals(Namespaces.STANZA_ERRORS)
                                && !child.getName().equals("text"))
                        .findFirst()
                        .map(Element::getName)
                        .orElse("error");
    }
}
