package org.serverroster.client.tinder;

import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.serverroster.client.Answers;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Trust;
import org.xmpp.packet.IQ;

/** Reads the reply to a {@link TrustQuestion}. Stateless; any thread. */
public final class TrustAnswer {

    private static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final int MAX_TEXT = 500;

    private TrustAnswer() {}

    /**
     * {@return the answers, one for each domain, in the question's order}
     *
     * @param question the one that was sent
     * @param reply what came; others' stanzas are told apart
     * @throws TrustRefusedException if the reply is an error
     * @throws MalformedAnswerException if it is no reply to this question, or no answer
     */
    public static List<Trust> read(TrustQuestion question, IQ reply)
            throws TrustRefusedException, MalformedAnswerException {
        if (!question.isRepliedBy(reply)) {
            throw new MalformedAnswerException("not the reply to this question");
        }
        Element stanza = reply.getElement();
        if ("error".equals(stanza.attributeValue("type"))) {
            throw refused(stanza);
        }
        List<Element> children = stanza.elements();
        boolean one = question.domains().size() == 1;
        if (children.size() != 1
                || !children.get(0).getQName().equals(one ? TrustQuestion.TRUST : TrustQuestion.TRUSTS)) {
            throw new MalformedAnswerException("a result without the answer");
        }
        List<Element> elements = one ? children : children.get(0).elements();
        if (elements.size() > Trust.MAX_DOMAINS) {
            throw new MalformedAnswerException("more answers than one question can have");
        }
        List<Trust> answers = new ArrayList<>();
        for (Element element : elements) {
            if (!element.getQName().equals(TrustQuestion.TRUST)) {
                throw new MalformedAnswerException("<trusts/> holds something else than <trust/>");
            }
            answers.add(Trust.ofAttributes(element::attributeValue));
        }
        return Answers.inOrder(question.domains(), answers);
    }

    private static TrustRefusedException refused(Element stanza) {
        Element error = stanza.element("error");
        if (error == null) {
            return new TrustRefusedException("undefined-condition", false, "");
        }
        String condition = "undefined-condition";
        String text = "";
        for (Element each : error.elements()) {
            if (!each.getNamespaceURI().equals(STANZA_ERRORS)) {
                continue;
            }
            if (each.getName().equals("text")) {
                text = each.getText().substring(0, Math.min(each.getText().length(), MAX_TEXT));
            } else {
                condition = each.getName();
            }
        }
        return new TrustRefusedException(condition, "wait".equals(error.attributeValue("type")), text);
    }
}
