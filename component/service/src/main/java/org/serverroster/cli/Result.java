package org.serverroster.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.serverroster.xmpp.PeerDomain;

/** What came of one command about one peer. Immutable. */
record Result(PeerDomain peer, String command, Answer.Severity severity, String note) {

    static Result of(PeerDomain peer, String command, Answer answer) {
        return new Result(peer, command, answer.severity(), answer.note());
    }

    boolean failed() {
        return severity == Answer.Severity.ERROR;
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("jid", peer.toString());
        members.put("command", command);
        members.put("severity", severity.name().toLowerCase(Locale.ROOT));
        members.put("note", note);
        return members;
    }
}
