package org.serverroster.disco;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serverroster.command.Scene;
import org.serverroster.router.StanzaHandler;
import org.xmpp.packet.IQ;

@DisplayName("Ping, version and uptime")
class ServiceHandlersTest {

    private final Scene scene = new Scene();

    @Test
    @DisplayName("XEP-0199, 4: an empty IQ-result")
    void ping() {
        Element answer = answer(new PingHandler(), "<ping xmlns='urn:xmpp:ping'/>");

        assertThat(answer.attributeValue("type")).isEqualTo("result");
        assertThat(answer.attributeValue("id")).isEqualTo("i1");
        assertThat(answer.elements()).isEmpty();
    }

    @Test
    @DisplayName(
            "XEP-0092: <name/> and <version/> are required; an application MAY refuse to tell the operating system")
    void version() {
        Element query = answer(new VersionHandler("server-roster", "0.1.0"), "<query xmlns='jabber:iq:version'/>")
                .element(QName.get("query", "jabber:iq:version"));

        assertThat(query.elements()).extracting(Element::getName).containsExactly("name", "version");
        assertThat(query.elements()).extracting(Element::getText).containsExactly("server-roster", "0.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 0",
        "2026-11-20T12:00:00.999Z, 0",
        "2026-11-21T12:00:01Z, 86401",
        "2026-11-20T11:00:00Z, 0",
    })
    @DisplayName(
            "XEP-0012, 5: the 'seconds' attribute [...] is the length of time the server or component has been running")
    void uptime(String now, String seconds) {
        UptimeHandler handler = new UptimeHandler(() -> Instant.parse(now), Instant.parse("2026-11-20T12:00:00Z"));

        Element query =
                answer(handler, "<query xmlns='jabber:iq:last'/>").element(QName.get("query", "jabber:iq:last"));

        assertThat(query.attributeValue("seconds")).isEqualTo(seconds);
        assertThat(query.getText()).isEmpty();
    }

    private Element answer(StanzaHandler<IQ> handler, String payload) {
        return Scene.one(scene.settle(handler.handle(Scene.iq(Scene.STRANGER, "get", payload), scene.roster)));
    }
}
