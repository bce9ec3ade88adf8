package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.serverroster.testbed.Stanza;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Data forms (XEP-0004) as a client handles them. */
final class Forms {

    private static final String NAMESPACE = "jabber:x:data";

    private Forms() {}

    /** The form in the stanza, filled in: what is not answered keeps what the form suggests. */
    static String filledIn(Stanza stanza, Map<String, String> answers) {
        StringBuilder fields = new StringBuilder();
        for (Element field : stanza.findAll("field", NAMESPACE)) {
            String name = field.getAttribute("var");
            NodeList suggested = field.getElementsByTagNameNS(NAMESPACE, "value");
            fields.append("<field var='%s'><value>%s</value></field>"
                    .formatted(
                            name,
                            answers.getOrDefault(
                                    name,
                                    suggested.getLength() == 0
                                            ? ""
                                            : suggested.item(0).getTextContent())));
        }
        assertThat(fields).isNotEmpty();
        return "<x xmlns='jabber:x:data' type='submit'>" + fields + "</x>";
    }

    /** The first execution of a command, with its form already filled in. */
    static String command(String node, Map<String, String> answers) {
        StringBuilder fields = new StringBuilder();
        answers.forEach(
                (name, value) -> fields.append("<field var='%s'><value>%s</value></field>".formatted(name, value)));
        return "<command xmlns='http://jabber.org/protocol/commands' node='%1$s' action='execute'>".formatted(node)
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s</value></field>%s</x></command>"
                        .formatted(node, fields);
    }

    /** What the row of that peer says in that column; empty where the peer is not listed, too. */
    static String cell(Stanza listing, String peer, String column) {
        return listing.findAll("item", NAMESPACE).stream()
                .map(Stanza::new)
                .filter(row -> cell(row, "peerjid").filter(peer::equals).isPresent())
                .findFirst()
                .flatMap(row -> cell(row, column))
                .orElse("");
    }

    private static Optional<String> cell(Stanza row, String column) {
        return row.findAll("field", NAMESPACE).stream()
                .filter(field -> field.getAttribute("var").equals(column))
                .map(field -> field.getTextContent().strip())
                .findFirst();
    }
}
