package org.serverroster.command;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;

/**
 * XEP-0050 (Ad-Hoc Commands), for administrators alone: an IQ of type set that carries a {@code <command/>}. Every
 * command has one stage, its form.
 *
 * <p>{@link #handle} is called on the reader thread; what it returns may be called on the roster thread.
 */
public final class CommandHandler implements StanzaHandler<IQ> {

    private static final Namespace NAMESPACE = Namespace.get(Namespaces.COMMANDS);
    private static final QName LANG = QName.get("lang", Namespace.XML_NAMESPACE);
    private static final String OUR_LANGUAGE = "en";

    private final Commands commands;
    private final Set<Jid> admins;
    private final Sessions sessions;

    /**
     * @param admins bare JIDs
     * @param clock tells when a session has expired
     * @param random makes session ids that nobody can guess
     */
    public CommandHandler(Commands commands, Set<Jid> admins, InstantSource clock, SecureRandom random) {
        this.commands = commands;
        this.admins = Set.copyOf(admins);
        this.sessions = new Sessions(clock, random);
    }

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        try {
            return answer(iq, roster);
        } catch (CommandException e) {
            return Outcome.answer(e.toStanza(iq));
        }
    }

    private Outcome answer(Inbound<IQ> iq, Roster roster) throws CommandException {
        if (!admins.contains(iq.from().bare())) {
            throw CommandException.forbidden();
        }
        Element element = iq.stanza().getChildElement();
        String node = element.attributeValue("node");
        if (node == null) {
            throw CommandException.noNode();
        }
        Command command = commands.find(node).orElseThrow(CommandException::unknownNode);
        requireOurLanguage(element);
        Action action = Action.named(element.attributeValue("action")).orElseThrow(CommandException::malformedAction);
        String session = element.attributeValue("sessionid");
        return session == null ? begin(iq, command, action, roster) : proceed(iq, command, action, session, roster);
    }

    /**
     * A language on the command itself was asked for; one on the IQ may be no more than what the requester's server adds
     * (RFC 6120 section 8.1.5), and is answered in ours.
     */
    private static void requireOurLanguage(Element command) throws CommandException {
        String language = command.attributeValue(LANG, OUR_LANGUAGE);
        if (!language.isEmpty() && !language.toLowerCase(Locale.ROOT).matches("en(-.*)?|i-default")) {
            throw CommandException.badLocale();
        }
    }

    private Outcome begin(Inbound<IQ> iq, Command command, Action action, Roster roster) throws CommandException {
        Element form = form(iq);
        return switch (action) {
            case EXECUTE -> form == null ? ask(iq, command) : submit(iq, command, null, form, roster);
            case COMPLETE -> submit(iq, command, null, form, roster);
            case NEXT, PREV -> throw CommandException.badAction("There is no stage to go to: begin with 'execute'.");
            case CANCEL -> throw CommandException.badAction("There is nothing to cancel: no sessionid is given.");
        };
    }

    private Outcome proceed(Inbound<IQ> iq, Command command, Action action, String session, Roster roster)
            throws CommandException {
        switch (sessions.standing(session, iq.from(), command.node())) {
            case UNKNOWN -> throw CommandException.badSession();
            case ENDED -> throw CommandException.sessionExpired();
            case OPEN -> {}
        }
        return switch (action) {
            case EXECUTE, COMPLETE -> submit(iq, command, session, form(iq), roster);
            case NEXT, PREV ->
                throw CommandException.badAction("This command has one stage: send 'complete' or 'cancel'.");
            case CANCEL -> {
                sessions.end(session);
                yield Outcome.answer(result(iq, element(command, session, "canceled")));
            }
        };
    }

    private Outcome ask(Inbound<IQ> iq, Command command) {
        Element element = element(command, sessions.open(iq.from(), command.node()), "executing");
        Element actions = element.addElement(QName.get("actions", NAMESPACE)).addAttribute("execute", "complete");
        actions.addElement(QName.get("complete", NAMESPACE));
        element.add(command.form().toElement());
        return Outcome.answer(result(iq, element));
    }

    /**
     * @param open the session, or null for one that begins and ends with this stanza
     * @param x the filled-in form, or null: then every field keeps what it has at first
     */
    private Outcome submit(Inbound<IQ> iq, Command command, String open, Element x, Roster roster)
            throws CommandException {
        Submission submission;
        try {
            submission =
                    x == null ? command.form().read(Map.of()) : command.form().read(x);
        } catch (MalformedFormException e) {
            throw CommandException.badPayload(e.getMessage());
        }
        // A session ends once completion is told: who is refused may send the form again.
        String session = open == null ? sessions.open(iq.from(), command.node()) : open;
        return command.run(iq.from(), submission, roster)
                .outcome(
                        completion -> {
                            sessions.end(session);
                            return List.of(result(iq, completed(command, session, completion)));
                        },
                        refusal -> {
                            if (open == null) {
                                sessions.end(session);
                            }
                            return Refusals.error(iq, refusal);
                        });
    }

    /** The first form: "those elements earlier in the list have higher precedence" (XEP-0050 section 4.1). */
    private static Element form(Inbound<IQ> iq) {
        return iq.stanza().getChildElement().element(DataForms.X);
    }

    private static Element element(Command command, String session, String status) {
        return DocumentHelper.createElement(QName.get("command", NAMESPACE))
                .addAttribute("node", command.node())
                .addAttribute("sessionid", session)
                .addAttribute("status", status);
    }

    private static Element completed(Command command, String session, Completion completion) {
        Element element = element(command, session, "completed");
        element.addElement(QName.get("note", NAMESPACE))
                .addAttribute("type", completion.severity().type())
                .setText(completion.note());
        completion.listing().ifPresent(listing -> element.add(listing.toElement()));
        return element;
    }

    private static IQ result(Inbound<IQ> iq, Element payload) {
        IQ result = Stanzas.result(iq, payload);
        result.getElement().addAttribute(LANG, OUR_LANGUAGE);
        return result;
    }
}
