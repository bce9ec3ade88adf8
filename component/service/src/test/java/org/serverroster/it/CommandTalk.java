package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.serverroster.testbed.AdminClient;
import org.serverroster.testbed.Stanza;
import org.w3c.dom.Element;

/** Commands (XEP-0050) as a client may write them, right or wrong, stanza by stanza. Of the test's thread. */
record CommandTalk(AdminClient client, String service) {

    private static final String COMMANDS = "http://jabber.org/protocol/commands";

    /** A command element with those attributes, as they are, and that content. */
    Stanza send(String attributes, String content) {
        return client.request(
                "set", service, "<command xmlns='%s' %s>%s</command>".formatted(COMMANDS, attributes, content));
    }

    /** The first execution, without a form. */
    Stanza execute(String node) {
        return send("node='" + node + "' action='execute'", "");
    }

    /** The first execution, with its form filled in. */
    Stanza execute(String node, String... fields) {
        return send("node='" + node + "' action='execute'", form(node, fields));
    }

    /** The next action of a session. */
    Stanza go(String node, String session, String action, String... fields) {
        return send(
                "node='%s' sessionid='%s' action='%s'".formatted(node, session, action),
                fields.length == 0 ? "" : form(node, fields));
    }

    /** A session of that command, at its first form. */
    String open(String node) {
        Stanza form = execute(node);
        assertThat(status(form)).as(form.toString()).isEqualTo("executing");
        return command(form).getAttribute("sessionid");
    }

    static String form(String node, String... fields) {
        String formType = node.equals(Nodes.SUBSCRIBE) ? "http://jabber.org/protocol/admin" : node;
        return "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", formType) + String.join("", fields)
                + "</x>";
    }

    /** A field with those values, as they are. */
    static String field(String var, String... values) {
        StringBuilder field = new StringBuilder("<field var='" + var + "'>");
        List.of(values).forEach(value -> field.append("<value>" + value + "</value>"));
        return field.append("</field>").toString();
    }

    static Element command(Stanza answer) {
        return answer.find("command", COMMANDS).orElseThrow(() -> new AssertionError(answer));
    }

    static String status(Stanza answer) {
        return command(answer).getAttribute("status");
    }

    /** The note of a command that is completed, after its severity. */
    static String note(Stanza answer) {
        assertThat(answer.type()).as(answer.toString()).isEqualTo("result");
        assertThat(status(answer)).as(answer.toString()).isEqualTo("completed");
        Element note = answer.find("note", COMMANDS).orElseThrow(() -> new AssertionError(answer));
        return note.getAttribute("type") + ": " + note.getTextContent();
    }

    /** What an error says: its condition and the one that XEP-0050 adds to it. */
    static String error(Stanza answer) {
        assertThat(answer.type()).as(answer.toString()).isEqualTo("error");
        // A server may send the request back with the error, and that is a command too.
        return answer.errorCondition()
                + answer.findAll("*", COMMANDS).stream()
                        .map(Element::getLocalName)
                        .filter(name -> !name.equals("command"))
                        .map(name -> "/" + name)
                        .findFirst()
                        .orElse("");
    }
}
