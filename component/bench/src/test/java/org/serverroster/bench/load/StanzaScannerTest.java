package org.serverroster.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load generator counts has to be what was sent, however the bytes arrive. */
class StanzaScannerTest {

    private static final List<String> STANZAS = List.of(
            "<iq type='result' id='q1' to='a.lit' from='b.lit'><trust jid='c.lit' trusted='true'/></iq>",
            "<presence to=\"c.lit\" from=\"b.lit\"/>",
            "<iq from=\"b.lit\" to=\"b.lit\" id=\"p\" type=\"get\"><ping xmlns=\"urn:xmpp:ping\"></ping></iq>",
            "<iq id='q2' type='error' to='a.lit'><error type='auth'><forbidden/><text>No & no</text></error></iq>");

    @ParameterizedTest(name = "{0} bytes at a time")
    @ValueSource(ints = {1, 2, 7, 64, 100_000})
    @DisplayName("Stanzas are cut where they end, wherever the reading was cut")
    void cut(int atATime) throws IOException {
        List<String> seen = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        StanzaScanner scanner = new StanzaScanner(slowly(String.join(" \n", STANZAS) + "</stream:stream>", atATime));

        assertThatThrownBy(() -> {
                    while (true) {
                        scanner.read(stanza -> {
                            seen.add(stanza.text());
                            kinds.add(kind(stanza));
                        });
                    }
                })
                .isInstanceOf(EOFException.class);

        assertThat(seen).isEqualTo(STANZAS);
        assertThat(kinds).containsExactly("result q1", "presence", "request p", "error q2");
    }

    private static String kind(ScannedStanza stanza) {
        if (stanza.isPresence()) {
            return "presence";
        }
        assertThat(stanza.isTo("b.lit".getBytes(StandardCharsets.UTF_8))).isEqualTo(stanza.isRequest());
        return (stanza.isResult() ? "result " : stanza.isError() ? "error " : "request ") + stanza.id();
    }

    private static InputStream slowly(String text, int atATime) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, atATime));
            }
        };
    }
}
