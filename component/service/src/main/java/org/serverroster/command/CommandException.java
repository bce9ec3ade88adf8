package org.serverroster.command;

import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/** A command that is answered with an error: a row of the table in XEP-0050 section 4.4. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Condition condition;
    private final Type type;
    private final String specific;

    /** @param specific the condition in the namespace of commands, or empty */
    private CommandException(Condition condition, Type type, String specific, String text) {
        super(text);
        this.condition = condition;
        this.type = type;
        this.specific = specific;
    }

    private static CommandException badRequest(String specific, String text) {
        return new CommandException(Condition.bad_request, Type.modify, specific, text);
    }

    static CommandException malformedAction() {
        return badRequest("malformed-action", "The action is none of execute, next, prev, complete and cancel.");
    }

    static CommandException badAction(String text) {
        return badRequest("bad-action", text);
    }

    static CommandException badLocale() {
        return badRequest("bad-locale", "This server roster speaks English alone.");
    }

    static CommandException badPayload(String text) {
        return badRequest("bad-payload", text);
    }

    static CommandException badSession() {
        return badRequest(
                "bad-sessionid",
                "You have no session of this command with that sessionid; one from before a restart is gone. Begin anew.");
    }

    static CommandException sessionExpired() {
        return new CommandException(
                Condition.not_allowed,
                Type.cancel,
                "session-expired",
                "This session has ended: it was completed, canceled or over 15 minutes old. Begin anew.");
    }

    /** Of type auth, as RFC 6120 section 8.3.3.4 says; the table of XEP-0050 has cancel. */
    static CommandException forbidden() {
        return new CommandException(
                Condition.forbidden, Type.auth, "", "Only this server roster's administrators may do that.");
    }

    static CommandException unknownNode() {
        return new CommandException(Condition.item_not_found, Type.cancel, "", "There is no such command here.");
    }

    static CommandException noNode() {
        return badRequest("", "The command has no node.");
    }

    Packet toStanza(Inbound<IQ> iq) {
        Packet stanza = Stanzas.error(iq, condition, type, getMessage());
        if (!specific.isEmpty()) {
            PacketError error = stanza.getError();
            error.setApplicationCondition(specific, Namespaces.COMMANDS);
            stanza.setError(error);
        }
        return stanza;
    }
}
