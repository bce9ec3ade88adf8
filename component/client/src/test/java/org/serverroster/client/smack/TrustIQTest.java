package org.serverroster.client.smack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.client.AnyTrust;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Trust;

@DisplayName("Trust questions with Smack")
class TrustIQTest {

    private static final String NS = " xmlns='urn:x-server-roster:trust:1'";

    private static TrustIQ read(String payload) throws Exception {
        TrustIQProvider provider = new TrustIQProvider();
        ProviderManager.addIQProvider(TrustIQ.ONE, Trust.NAMESPACE, provider);
        ProviderManager.addIQProvider(TrustIQ.MANY, Trust.NAMESPACE, provider);
        Stanza stanza = PacketParserUtils.parseStanza(
                "<iq xmlns='jabber:client' type='result' id='t1' from='buddies.montague.lit'>" + payload + "</iq>");
        assertThat(stanza.getStanzaId()).isEqualTo("t1");
        return (TrustIQ) stanza;
    }

    private static String xml(IQ iq) {
        return iq.getChildElementXML().toString();
    }

    @Test
    @DisplayName("One domain is asked about with <trust/>, many with <trusts/>")
    void questions() {
        assertThat(xml(TrustIQ.question(List.of("capulet.lit")))).isEqualTo("<trust" + NS + " jid='capulet.lit'/>");
        TrustIQ many = TrustIQ.question(List.of("a.lit", "bücher.lit"));
        assertThat(xml(many)).isEqualTo("<trusts" + NS + "><trust jid='a.lit'/><trust jid='bücher.lit'/></trusts>");
        assertThat(many.toXML(XmlEnvironment.EMPTY).toString()).contains("type='get'");
    }

    @Test
    @DisplayName("\"1,000 at most\" to a question, and no question is larger than servers take")
    void chunks() {
        assertThat(TrustManager.chunks(Collections.nCopies(2_001, "a.lit")))
                .extracting(List::size)
                .containsExactly(1_000, 1_000, 1);
        assertThat(TrustManager.chunks(List.of())).isEmpty();
        List<List<String>> large = TrustManager.chunks(Collections.nCopies(1_000, "a".repeat(250)));
        assertThat(large)
                .hasSizeGreaterThan(1)
                .allSatisfy(chunk -> assertThat(xml(TrustIQ.question(chunk))).hasSizeLessThan(64 * 1024));
        assertThat(large.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<trust" + NS + "/>",
                "<trust" + NS + " jid='a.lit' trusted='perhaps'/>",
                "<trust" + NS + " jid='a.lit' trusted='false'><trust jid='b.lit' trusted='true'/></trust>",
                "<trusts" + NS + "><other xmlns='x'><trust jid='b.lit'/></other></trusts>",
                "<trusts" + NS + "><trust jid='a.lit'/></trusts>"
            })
    @DisplayName("A malformed answer is the asker's error, and the connection reads on")
    void malformed(String payload) throws Exception {
        TrustIQ read = read(payload);
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(read::answers);
    }

    @Test
    @DisplayName("More answers than can have been asked for are not kept")
    void tooMany() throws Exception {
        TrustIQ read = read("<trusts" + NS + ">" + "<trust jid='a.lit' trusted='false'/>".repeat(1_001) + "</trusts>");
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(read::answers);
    }

    @Provide
    Arbitrary<List<Trust>> answers() {
        return AnyTrust.trust().list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 200)
    @Label("What is written is read as it was")
    void roundTrip(@ForAll("answers") List<Trust> answers) throws Exception {
        TrustIQ written = new TrustIQ(
                answers.size() > 1, answers.stream().map(Trust::attributes).toList(), "");
        assertThat(read(xml(written)).answers()).isEqualTo(answers);
    }
}
