package org.serverroster.client.smack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.IQ;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Trust;

/**
 * A trust question or answer as it stands on the wire. What came is read only when somebody asks for it, so that a
 * malformed answer is that somebody's error and not the connection's. Its attributes are not changed once it is sent.
 */
final class TrustIQ extends IQ {

    static final String ONE = "trust";
    static final String MANY = "trusts";

    private final boolean many;
    private final List<Map<String, String>> entries;
    private final String fault;

    /**
     * @param many whether {@code <trusts/>} holds them
     * @param entries the attributes of each {@code <trust/>}
     * @param fault what is wrong with what came; empty: nothing
     */
    TrustIQ(boolean many, List<Map<String, String>> entries, String fault) {
        super(many ? MANY : ONE, Trust.NAMESPACE);
        this.many = many;
        this.entries = List.copyOf(entries);
        this.fault = fault;
    }

    static TrustIQ question(List<String> domains) {
        TrustIQ question = new TrustIQ(
                domains.size() > 1,
                domains.stream().map(domain -> Map.of("jid", domain)).toList(),
                "");
        question.setType(IQ.Type.get);
        return question;
    }

    List<Trust> answers() throws MalformedAnswerException {
        if (!fault.isEmpty()) {
            throw new MalformedAnswerException(fault);
        }
        List<Trust> answers = new ArrayList<>();
        for (Map<String, String> entry : entries) {
            answers.add(Trust.ofAttributes(entry::get));
        }
        return answers;
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        if (!many) {
            entries.forEach(entry -> entry.forEach(xml::attribute));
            xml.setEmptyElement();
            return xml;
        }
        xml.rightAngleBracket();
        for (Map<String, String> entry : entries) {
            xml.halfOpenElement(ONE);
            entry.forEach(xml::attribute);
            xml.closeEmptyElement();
        }
        return xml;
    }
}
