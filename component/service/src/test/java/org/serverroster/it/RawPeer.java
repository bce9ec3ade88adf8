package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.serverroster.testbed.RawComponent;
import org.serverroster.testbed.Stanza;

/** A peer of the service's whose every stanza the test says itself. Of the test's thread. */
record RawPeer(RawComponent component, String service) implements AutoCloseable {

    static RawPeer attach(Side side, String domain) {
        return new RawPeer(RawComponent.attach(side.server(), domain), side.component());
    }

    String domain() {
        return component.domain();
    }

    /** Sends a presence, of that type unless it is empty, to the service's own address. */
    void presence(String type) {
        presence(type, domain(), service, "");
    }

    void presence(String type, String from, String to, String content) {
        component.send("<presence%s from='%s' to='%s'>%s</presence>"
                .formatted(type.isEmpty() ? "" : " type='" + type + "'", from, to, content));
    }

    /** Waits for a presence of that type, empty for available. */
    Stanza awaitPresence(String type) {
        return component
                .received()
                .await(
                        "presence '" + type + "'",
                        Side.PATIENCE,
                        stanza -> stanza.name().equals("presence")
                                && stanza.type().equals(type));
    }

    /** The error that a probe of the peer's is answered with. */
    String probed() {
        presence("probe");
        return awaitPresence("error").errorCondition();
    }

    /** The next question is answered, and nothing that came before it was. What the service itself asks is no answer. */
    void assertUnanswered() {
        assertThat(component.ping(service, Side.PATIENCE).type()).isEqualTo("result");
        assertThat(rest().stream().filter(stanza -> !stanza.is("iq", "get", service)))
                .isEmpty();
    }

    /** Sends an IQ, and waits for its answer. */
    Stanza ask(String type, String to, String payload) {
        String id = "ask-" + System.nanoTime();
        component.send("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>".formatted(type, id, domain(), to, payload));
        return component.awaitReply(id, to, Side.PATIENCE);
    }

    /** What came and was not taken. */
    List<Stanza> rest() {
        return component.received().contents();
    }

    @Override
    public void close() {
        component.close();
    }
}
