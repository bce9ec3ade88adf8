package org.serverroster.client.tinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.client.AnyTrust;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Subscription;
import org.serverroster.client.Trust;
import org.xmpp.packet.IQ;

@DisplayName("Trust questions with Tinder")
class TrustAnswerTest {

    private static final String NS = " xmlns='urn:x-server-roster:trust:1'";
    private static final String ROSTER = "buddies.montague.lit";

    private final TrustQuestion one =
            TrustQuestion.of("incidents.montague.lit", ROSTER, List.of("romeo@CAPULET.lit/balcony"));
    private final TrustQuestion two =
            TrustQuestion.of("incidents.montague.lit", ROSTER, List.of("a.lit", "xn--bcher-kva.lit"));

    private static IQ reply(TrustQuestion question, String type, String from, String payload) {
        return iq("<iq type='%s' id='%s' from='%s' to='incidents.montague.lit'>%s</iq>"
                .formatted(type, question.id(), from, payload));
    }

    private static IQ iq(String xml) {
        try {
            return new IQ(DocumentHelper.parseText(xml).getRootElement(), true);
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    @Test
    @DisplayName("One domain is asked about with <trust/>, many with <trusts/>, addresses as servers route them")
    void questions() {
        assertThat(one.iq().getElement().asXML())
                .isEqualTo(("<iq type=\"get\" id=\"%s\" from=\"incidents.montague.lit\" to=\"buddies.montague.lit\">"
                                + "<trust xmlns=\"urn:x-server-roster:trust:1\" jid=\"capulet.lit\"/></iq>")
                        .formatted(one.id()));
        assertThat(two.iq().getElement().asXML())
                .contains(
                        "<trusts xmlns=\"urn:x-server-roster:trust:1\"><trust jid=\"a.lit\"/><trust jid=\"bücher.lit\"/>");
        assertThat(one.id()).isNotEqualTo(two.id());
    }

    @Test
    @DisplayName("\"1,000 at most\", and at least one")
    void bounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustQuestion.of("a.lit", ROSTER, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustQuestion.of("a.lit", ROSTER, Collections.nCopies(1_001, "b.lit")));
        assertThatIllegalArgumentException().isThrownBy(() -> TrustQuestion.of("a.lit", ROSTER, List.of("a b")));
        assertThat(TrustQuestion.of("a.lit", ROSTER, Collections.nCopies(1_000, "b.lit"))
                        .domains())
                .hasSize(1_000);
    }

    @Test
    @DisplayName("The protocol's own example is read")
    void example() throws Exception {
        Trust answer = TrustAnswer.read(
                        one,
                        reply(
                                one,
                                "result",
                                ROSTER,
                                "<trust" + NS + " jid='capulet.lit' trusted='true'"
                                        + " subscription='both' available='true' since='2026-11-20T12:00:00Z'/>"))
                .get(0);
        assertThat(answer.trusted()).isTrue();
        assertThat(answer.subscription()).contains(Subscription.BOTH);
        assertThat(answer.available()).contains(true);
        assertThat(answer.since()).map(Object::toString).contains("2026-11-20T12:00:00Z");
    }

    @Test
    @DisplayName("\"Replies are matched on id and sender\": a forged answer with the right id is none")
    void senders() {
        String yes = "<trust" + NS + " jid='capulet.lit' trusted='true' subscription='both'"
                + " since='2026-11-20T12:00:00Z'/>";
        for (IQ forged : List.of(
                reply(one, "result", "capulet.lit", yes),
                reply(two, "result", ROSTER, yes),
                reply(one, "set", ROSTER, yes))) {
            assertThat(one.isRepliedBy(forged)).isFalse();
            assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> TrustAnswer.read(one, forged));
        }
        assertThat(one.isRepliedBy(reply(one, "result", ROSTER, yes))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<trust jid='a.lit' trusted='false'/>",
                "<trust xmlns='urn:other' jid='capulet.lit' trusted='false'/>",
                "<trusts" + NS + "/>",
                "<trusts" + NS + "><trust jid='capulet.lit' trusted='false'/></trusts>",
                "<trust" + NS + " jid='a.lit' trusted='false'/>",
                "<trust" + NS + " jid='capulet.lit'/>",
                "<trust" + NS + " jid='capulet.lit' trusted='true'/>",
                "<trust" + NS + " jid='capulet.lit' trusted='false'/><x xmlns='y'/>"
            })
    @DisplayName("What is no answer to this question is no verdict")
    void malformed(String payload) {
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> TrustAnswer.read(one, reply(one, "result", ROSTER, payload)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<trust jid='a.lit' trusted='false'/>",
                "<trust jid='bücher.lit' trusted='false'/><trust jid='a.lit' trusted='false'/>",
                "<trust jid='a.lit' trusted='false'/><trust jid='bücher.lit' trusted='false'/><trust jid='c.lit' trusted='false'/>",
                "<trust jid='a.lit' trusted='false'/><other/>"
            })
    @DisplayName("\"Answered in the same order\", and about nothing else")
    void order(String answers) {
        IQ reply = reply(two, "result", ROSTER, "<trusts" + NS + ">" + answers + "</trusts>");
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> TrustAnswer.read(two, reply));
    }

    @Test
    @DisplayName("An error says why, and whether to try again")
    void errors() {
        String stanzas = " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'";
        assertThatExceptionOfType(TrustRefusedException.class)
                .isThrownBy(() -> TrustAnswer.read(
                        one,
                        reply(
                                one,
                                "error",
                                ROSTER,
                                "<trust" + NS + " jid='capulet.lit'/><error type='wait'>" + "<internal-server-error"
                                        + stanzas + "/><text" + stanzas + ">later</text></error>")))
                .satisfies(e -> assertThat(e.isTemporary()).isTrue())
                .satisfies(e -> assertThat(e.condition()).isEqualTo("internal-server-error"))
                .withMessage("internal-server-error: later");
        assertThatExceptionOfType(TrustRefusedException.class)
                .isThrownBy(() -> TrustAnswer.read(one, reply(one, "error", ROSTER, "")))
                .satisfies(e -> assertThat(e.isTemporary()).isFalse());
    }

    @Provide
    Arbitrary<List<Trust>> answers() {
        return AnyTrust.trust().list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 200)
    @Label("What is written is read as it was")
    void roundTrip(@ForAll("answers") List<Trust> answers) throws Exception {
        TrustQuestion question = TrustQuestion.of(
                "a.lit", ROSTER, answers.stream().map(Trust::jid).toList());
        Element payload = question.iq().getChildElement();
        List<Element> elements = answers.size() == 1 ? List.of(payload) : payload.elements();
        for (int i = 0; i < answers.size(); i++) {
            Element element = elements.get(i);
            answers.get(i).attributes().forEach(element::addAttribute);
        }
        assertThat(TrustAnswer.read(question, reply(question, "result", ROSTER, payload.asXML())))
                .isEqualTo(answers);
    }
}
