package org.serverroster.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.provider.IQProvider;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.serverroster.xmpp.Namespaces;

/** Whether some domains are trusted: the question of type get, and the answer to it. Of one thread. */
final class TrustIq extends IQ {

    static final String ELEMENT = "trusts";

    private static final String ONE = "trust";

    private final List<String> questions;
    private final List<Verdict> answers;

    private TrustIq(List<String> questions, List<Verdict> answers) {
        super(ELEMENT, Namespaces.TRUST);
        this.questions = List.copyOf(questions);
        this.answers = List.copyOf(answers);
    }

    static TrustIq question(List<String> jids) {
        TrustIq iq = new TrustIq(jids, List.of());
        iq.setType(Type.get);
        return iq;
    }

    List<Verdict> answers() {
        return answers;
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        xml.rightAngleBracket();
        questions.forEach(jid -> xml.halfOpenElement(ONE).attribute("jid", jid).closeEmptyElement());
        return xml;
    }

    /** Reads the answer. */
    static final class Provider extends IQProvider<TrustIq> {

        @Override
        public TrustIq parse(XmlPullParser parser, int initialDepth, XmlEnvironment environment)
                throws XmlPullParserException, IOException {
            List<Verdict> answers = new ArrayList<>();
            while (true) {
                XmlPullParser.Event event = parser.next();
                if (event == XmlPullParser.Event.START_ELEMENT
                        && parser.getName().equals(ONE)
                        && parser.getNamespace().equals(Namespaces.TRUST)) {
                    answers.add(verdict(parser));
                } else if (event == XmlPullParser.Event.END_ELEMENT && parser.getDepth() == initialDepth) {
                    return new TrustIq(List.of(), answers);
                }
            }
        }

        private static Verdict verdict(XmlPullParser parser) {
            return new Verdict(
                    attribute(parser, "jid").orElse(""),
                    isTrue(attribute(parser, "trusted")),
                    attribute(parser, "subscription"),
                    attribute(parser, "available").map(value -> isTrue(Optional.of(value))),
                    attribute(parser, "since"),
                    isTrue(attribute(parser, "blocked")));
        }

        private static Optional<String> attribute(XmlPullParser parser, String name) {
            return Optional.ofNullable(parser.getAttributeValue("", name)).filter(value -> !value.isEmpty());
        }

        /** Both forms of XML Schema's boolean. */
        private static boolean isTrue(Optional<String> value) {
            return value.filter(text -> text.equals("true") || text.equals("1")).isPresent();
        }
    }
}
