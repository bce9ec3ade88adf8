package org.serverroster.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.serverroster.command.Command;
import org.serverroster.command.Commands;
import org.serverroster.command.Field;
import org.serverroster.command.Form;
import org.serverroster.command.MalformedFormException;
import org.serverroster.command.Step;
import org.serverroster.command.Submission;
import org.serverroster.roster.Roster;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

/**
 * The form that comes with a notice of a request: the approve command's own, for one peer, with the question whether to
 * approve. Immutable; any thread.
 */
final class ApprovalForm {

    private static final String PEER = "peerjid";
    private static final String APPROVE = "approve";

    private final Command approve;
    private final Command deny;
    private final Form form;

    ApprovalForm(Commands commands) {
        approve = commands.find(Namespaces.ROSTER_ADMIN + "approve").orElseThrow();
        deny = commands.find(Namespaces.ROSTER_ADMIN + "deny").orElseThrow();
        // The peer is shown, not hidden: a FORM_TYPE gives each field one type (XEP-0068), and Smack ends its stream
        // where the same field comes with another.
        List<Field> fields = new ArrayList<>(approve.form().fields());
        fields.add(1, new Field.Flag(APPROVE, "Approve the request? (No refuses it.)", true, List.of("0")));
        form = new Form(
                approve.form().formType(),
                approve.form().title(),
                "Say whether the peer server may subscribe to this server, and send the form back.",
                fields);
    }

    Element about(PeerDomain peer) {
        return form.toElement(Map.of(PEER, List.of(peer.toString())));
    }

    boolean matches(Element x) {
        return form.matches(x);
    }

    /** What the form that came back asks for. */
    Step run(Jid admin, Element x, Roster roster) throws MalformedFormException {
        Submission submission = form.read(x);
        return (submission.flag(APPROVE) ? approve : deny).run(admin, submission, roster);
    }
}
