package org.serverroster.command;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.serverroster.roster.Bounded;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/**
 * XEP-0050 (Ad-Hoc Commands), for administrators alone: an IQ of type set that carries a {@code <command/>}. A
 * command has one stage, its form, unless it asks for more.
 *
 * <p>{@link #handle} is called on the reader thread; what it returns may be called on any other.
 */
public final class CommandHandler implements StanzaHandler<IQ> {

    private static final Namespace NAMESPACE = Namespace.get(Namespaces.COMMANDS);
    private static final QName LANG = QName.get("lang", Namespace.XML_NAMESPACE);
    private static final String OUR_LANGUAGE = "en";
    private static final Pattern OURS = Pattern.compile("en(-.*)?|i-default");

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

    /** The sessions that are open. */
    public Bounded bound() {
        return sessions.bound();
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
        if (!language.equals(OUR_LANGUAGE)
                && !language.isEmpty()
                && !OURS.matcher(language.toLowerCase(Locale.ROOT)).matches()) {
            throw CommandException.badLocale();
        }
    }

    private Outcome begin(Inbound<IQ> iq, Command command, Action action, Roster roster) throws CommandException {
        Stage first = Stage.first(command);
        Element form = form(iq);
        return switch (action) {
            case EXECUTE -> form == null ? begun(iq, command, first) : submit(iq, command, null, first, roster);
            case COMPLETE -> submit(iq, command, null, first, roster);
            case NEXT, PREV -> throw CommandException.badAction("There is no stage to go to: begin with 'execute'.");
            case CANCEL -> throw CommandException.badAction("There is nothing to cancel: no sessionid is given.");
        };
    }

    private Outcome begun(Inbound<IQ> iq, Command command, Stage first) {
        return Outcome.answer(asking(iq, command, sessions.open(iq.from(), command.node(), first), first));
    }

    private Outcome proceed(Inbound<IQ> iq, Command command, Action action, String session, Roster roster)
            throws CommandException {
        switch (sessions.standing(session, iq.from(), command.node())) {
            case UNKNOWN -> throw CommandException.badSession();
            case ENDED -> throw CommandException.sessionExpired();
            case OPEN -> {}
        }
        Stage stage = sessions.stage(session).orElseThrow(CommandException::sessionExpired);
        Action meant = action == Action.EXECUTE ? stage.onExecute() : action;
        if (meant != Action.CANCEL && !stage.allowed().contains(meant)) {
            throw CommandException.badAction("This stage of the command takes one of these: "
                    + stage.allowed().stream().map(Action::label).collect(Collectors.joining(", ", "", ", cancel.")));
        }
        return switch (meant) {
            case CANCEL -> {
                sessions.end(session);
                yield Outcome.answer(result(iq, element(command, session, "canceled")));
            }
            case PREV -> {
                Stage before = stage.before().orElseThrow();
                sessions.move(session, before);
                yield Outcome.answer(asking(iq, command, session, before));
            }
            default -> submit(iq, command, session, stage, roster);
        };
    }

    private static IQ asking(Inbound<IQ> iq, Command command, String session, Stage stage) {
        Element element = element(command, session, "executing");
        Element actions = element.addElement(QName.get("actions", NAMESPACE))
                .addAttribute("execute", stage.onExecute().label());
        stage.allowed().forEach(action -> actions.addElement(QName.get(action.label(), NAMESPACE)));
        element.add(stage.toElement());
        return result(iq, element);
    }

    /** @param open the session, or null for one that begins with this stanza */
    private Outcome submit(Inbound<IQ> iq, Command command, String open, Stage stage, Roster roster)
            throws CommandException {
        Element x = form(iq);
        Submission submission;
        try {
            // Without a form every field keeps what it has at first.
            submission = x == null ? stage.form().read(Map.of()) : stage.form().read(x);
        } catch (MalformedFormException e) {
            throw CommandException.badPayload(e.getMessage());
        }
        String session = open == null ? sessions.open(iq.from(), command.node(), stage) : open;
        return stage.work()
                .run(iq.from(), submission, roster)
                .outcome(new Teller(iq, command, session, open == null, stage, submission));
    }

    /** Answers the stanza that filled in a form. A session ends once completion is told: who is refused may try again. */
    private final class Teller implements Step.Teller {

        private final Inbound<IQ> iq;
        private final Command command;
        private final String session;
        private final boolean isNew;
        private final Stage stage;
        private final Submission submission;

        Teller(Inbound<IQ> iq, Command command, String session, boolean isNew, Stage stage, Submission submission) {
            this.iq = iq;
            this.command = command;
            this.session = session;
            this.isNew = isNew;
            this.stage = stage;
            this.submission = submission;
        }

        @Override
        public List<Packet> completed(Completion completion) {
            sessions.end(session);
            return List.of(result(iq, CommandHandler.completed(command, session, completion)));
        }

        @Override
        public List<Packet> asked(Step.Ask ask) {
            Stage next = stage.then(ask, submission);
            sessions.move(session, next);
            return List.of(asking(iq, command, session, next));
        }

        @Override
        public List<Packet> refused(Refusal why) {
            if (isNew) {
                sessions.end(session);
            }
            return why.error(iq);
        }
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
