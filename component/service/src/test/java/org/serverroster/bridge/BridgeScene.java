package org.serverroster.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.TestStanzas;

/** A bridge that is looked for on an attached stream, with a clock of the test's; the test plays the server. */
abstract class BridgeScene {

    static final String SERVED = "montague.lit";
    static final String COMPONENT = "buddies.montague.lit";
    static final LocalDomain NEIGHBOUR = LocalDomain.parse("verona.lit");
    static final String FEATURE = "<feature var='" + Namespaces.SERVER_PRESENCE + "'/>";

    final List<Element> asked = new ArrayList<>();
    final List<String> happened = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    boolean adminsHear = true;
    // A clock that runs over on the way.
    long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    final Trial trial = new Trial();

    final Bridge bridge = new Bridge(
            LocalDomain.parse(SERVED),
            LocalDomain.parse(COMPONENT),
            trial,
            packet -> asked.add(packet.getElement()),
            () -> now,
            new Bridge.Listener() {
                @Override
                public void opened() {
                    happened.add("opened");
                }

                @Override
                public void closed() {
                    happened.add("closed");
                }

                @Override
                public boolean tell(String subject, String body) {
                    if (adminsHear) {
                        told.add(subject + ": " + body);
                    }
                    return adminsHear;
                }
            });

    Element question;

    @BeforeEach
    void attach() {
        bridge.attached();
        question = lastAsked();
    }

    Element lastAsked() {
        return asked.get(asked.size() - 1);
    }

    void passes(Duration time) {
        for (long seconds = time.toSeconds(); seconds > 0; seconds--) {
            now += Duration.ofSeconds(1).toNanos();
            bridge.tick();
        }
    }

    boolean comes(String xml) {
        return bridge.takes(TestStanzas.element(xml));
    }

    boolean answer(Element to, String type, String content) {
        return comes("<iq type='%s' id='%s' from='%s' to='%s'>%s</iq>"
                .formatted(type, to.attributeValue("id"), SERVED, to.attributeValue("from"), content));
    }

    void announces(String features) {
        assertThat(answer(
                        question,
                        "result",
                        "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:ping'/>" + features
                                + "</query>"))
                .isTrue();
    }

    /** As a bridge does with presence from an address without a local part. */
    boolean handsOver(Element probe) {
        return comes("<presence type='probe' id='%s' from='%s' to='%s' xml:lang='en'/>"
                .formatted(probe.attributeValue("id"), probe.attributeValue("from"), SERVED));
    }

    void open() {
        announces(FEATURE);
        assertThat(handsOver(lastAsked())).isTrue();
    }

    /** And the word that is said then is let through. */
    void openAndPass() {
        open();
        assertThat(comes(lastAsked().asXML())).isTrue();
    }

    String why() {
        assertThat(bridge.status().open()).isFalse();
        return bridge.status().why();
    }
}
