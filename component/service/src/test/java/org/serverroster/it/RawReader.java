package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;
import org.w3c.dom.Element;

/** A component that asks the service and reads its roster, stanza by stanza. Of the test's thread. */
record RawReader(RawComponent component, String service) implements AutoCloseable {

    static final String TRUST = "urn:x-server-roster:trust:1";
    static final String ROSTER = "jabber:iq:roster";

    static RawReader attach(Side side, String domain) {
        return new RawReader(RawComponent.attach(side.server(), domain), side.component());
    }

    Stanza ask(String type, String payload) {
        String id = UUID.randomUUID().toString();
        component.send("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>"
                .formatted(type, id, component.domain(), service, payload));
        return component.awaitReply(id, service, Side.PATIENCE);
    }

    /** The verdict on that address. */
    Element trust(String jid) {
        Stanza answer = ask("get", "<trust xmlns='%s' jid='%s'/>".formatted(TRUST, jid));
        assertThat(answer.type()).as(answer.toString()).isEqualTo("result");
        return answer.find("trust", TRUST).orElseThrow();
    }

    /** Asks for the roster, with that version unless it is null. */
    Stanza roster(String ver) {
        Stanza answer = ask("get", "<query xmlns='%s'%s/>".formatted(ROSTER, ver == null ? "" : " ver='" + ver + "'"));
        assertThat(answer.type()).as(answer.toString()).isEqualTo("result");
        return answer;
    }

    static String ver(Stanza stanza) {
        return stanza.find("query", ROSTER).orElseThrow().getAttribute("ver");
    }

    void presence(String type) {
        component.send("<presence%s from='%s' to='%s'/>"
                .formatted(type.isEmpty() ? "" : " type='" + type + "'", component.domain(), service));
    }

    /** The next push, which is answered. */
    Stanza awaitPush() {
        Stanza push =
                component.received().await("roster push", Side.PATIENCE, stanza -> stanza.is("iq", "set", service));
        component.send(
                "<iq type='result' id='%s' from='%s' to='%s'/>".formatted(push.id(), component.domain(), service));
        return push;
    }

    /** What a push or a roster says of its first item, as "jid subscription name". */
    static String item(Stanza stanza) {
        Element item = stanza.find("item", ROSTER).orElseThrow();
        return (item.getAttribute("jid") + " " + item.getAttribute("subscription") + " " + item.getAttribute("name"))
                .strip();
    }

    /** The next question is answered, and no push came before it. */
    void assertNoPush() {
        assertThat(component.ping(service, Side.PATIENCE).type()).isEqualTo("result");
        assertThat(component.received().contents()).isEmpty();
    }

    @Override
    public void close() {
        component.close();
    }
}
