package org.serverroster.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.command.Command;
import org.serverroster.command.Commands;
import org.serverroster.command.Completion;
import org.serverroster.command.Listing;
import org.serverroster.command.MalformedFormException;
import org.serverroster.command.Refusal;
import org.serverroster.command.Step;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.trust.Trust;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * What people write to the server roster: the form of a notice sent back, or a command as chat. Administrators alone are
 * listened to. Immutable; called on the reader thread, what it returns may be called on the outgoing thread.
 */
public final class AdminMessageHandler implements StanzaHandler<Message> {

    private static final QName X = QName.get("x", Namespaces.DATA_FORMS);
    private static final QName BODY = QName.get("body");
    private static final QName THREAD = QName.get("thread");
    private static final int MAX_BODY = 2_000;
    private static final int MAX_THREAD = 256;
    private static final int MAX_ROWS = 50;
    private static final int MAX_ROW = 300;

    private final Commands commands;
    private final ApprovalForm approval;
    private final Set<Jid> admins;
    private final TrustWord trust;
    private final String greeting;

    /**
     * @param admins bare JIDs
     * @param verdict what programs are told about a domain
     */
    public AdminMessageHandler(Commands commands, Set<Jid> admins, BiFunction<Roster, PeerDomain, Trust> verdict) {
        this(
                commands,
                admins,
                verdict,
                "I keep the list of servers that this server trusts. Write one of these to me:\n");
    }

    private AdminMessageHandler(
            Commands commands, Set<Jid> admins, BiFunction<Roster, PeerDomain, Trust> verdict, String greeting) {
        this.greeting = greeting;
        this.commands = commands;
        this.trust = new TrustWord(verdict);
        this.approval = new ApprovalForm(commands);
        this.admins = Set.copyOf(admins);
    }

    /**
     * For a domain whose administrators write to another address than its own.
     *
     * @param address what they write to
     */
    public static AdminMessageHandler at(
            Jid address,
            LocalDomain domain,
            Commands commands,
            Set<Jid> admins,
            BiFunction<Roster, PeerDomain, Trust> verdict) {
        return address.equals(domain.jid())
                ? new AdminMessageHandler(commands, admins, verdict)
                : new AdminMessageHandler(
                        commands,
                        admins,
                        verdict,
                        "I keep the list of servers that %s trusts. Write one of these to me, %s:\n"
                                .formatted(domain, address));
    }

    @Override
    public Outcome handle(Inbound<Message> message, Roster roster) {
        Element element = message.stanza().getElement();
        String type = element.attributeValue("type", "normal");
        Optional<String> body = Optional.ofNullable(element.elementText(BODY)).filter(text -> !text.isBlank());
        Optional<Element> form = submitted(element);
        // An error is never answered (RFC 6120 section 8.3.1), nor is what says nothing: that somebody is typing.
        if (type.equals("error") || body.isEmpty() && form.isEmpty()) {
            return Outcome.nothing();
        }
        if (!admins.contains(message.from().bare())) {
            return Outcome.answer(Stanzas.error(
                    message, Condition.forbidden, Type.auth, "Only this server roster's administrators are answered."));
        }
        if (type.equals("headline") || type.equals("groupchat")) {
            return Outcome.nothing();
        }
        return form.filter(approval::matches)
                .map(x -> sentBack(message, x, roster))
                .orElseGet(() -> body.map(text -> said(message, text.strip(), roster))
                        .orElseGet(() -> reply(message, "This form is none of mine.")));
    }

    private static Optional<Element> submitted(Element message) {
        return Optional.ofNullable(message.element(X)).filter(x -> "submit".equals(x.attributeValue("type")));
    }

    private Outcome sentBack(Inbound<Message> message, Element x, Roster roster) {
        try {
            return outcome(message, approval.run(message.from(), x, roster), "");
        } catch (MalformedFormException e) {
            return reply(message, "Nothing was done. " + e.getMessage());
        }
    }

    private Outcome said(Inbound<Message> message, String text, Roster roster) {
        if (text.length() > MAX_BODY) {
            return reply(message, "That is too long for me. Write 'help' to see what I know.");
        }
        String[] parts = text.split("\\s+", 3);
        if (parts[0].equalsIgnoreCase("help")) {
            return reply(message, help());
        }
        if (parts[0].equalsIgnoreCase(TrustWord.LABEL)) {
            return reply(
                    message,
                    parts.length == 2 ? trust.answer(parts[1], roster) : "Write it like this: " + TrustWord.USAGE);
        }
        Optional<ChatWord> word = ChatWord.named(parts[0]);
        if (word.isEmpty()) {
            return reply(
                    message,
                    "I do not know '%s'. Write 'help' to see what I know.".formatted(Printable.of(parts[0], 40)));
        }
        Optional<Map<String, List<String>>> values = values(word.get(), parts);
        if (values.isEmpty()) {
            return reply(message, "Write it like this: " + word.get().usage());
        }
        Command command = commands.find(word.get().node()).orElseThrow();
        try {
            Step step = command.run(message.from(), command.form().read(values.get()), roster);
            return outcome(message, step, "\nWrite it like this: " + word.get().usage());
        } catch (MalformedFormException e) {
            return reply(message, "Nothing was done. " + e.getMessage());
        }
    }

    /** The values of the command's form, or nothing if the words do not fit. */
    private static Optional<Map<String, List<String>>> values(ChatWord word, String[] parts) {
        String rest = parts.length < 3 ? "" : parts[2].replaceAll("\\s+", " ");
        return switch (word.takes()) {
            case PAGE -> {
                Map<String, List<String>> page = Map.of("max", List.of(Integer.toString(MAX_ROWS)));
                if (parts.length == 1) {
                    yield Optional.of(page);
                }
                yield parts.length == 3 && parts[1].equalsIgnoreCase("after")
                        ? Optional.of(Map.of("max", page.get("max"), "after", List.of(rest)))
                        : Optional.empty();
            }
            case PEER -> parts.length == 2 ? Optional.of(Map.of("peerjid", List.of(parts[1]))) : Optional.empty();
            case MAYBE_PEER -> {
                Map<String, List<String>> few = new HashMap<>(Map.of("max", List.of(Integer.toString(MAX_ROWS))));
                if (parts.length == 2) {
                    few.put("peerjid", List.of(parts[1]));
                }
                yield parts.length <= 2 ? Optional.of(few) : Optional.empty();
            }
            case PEER_AND_IGNORE ->
                switch (parts.length == 1 ? "none" : rest.toLowerCase(Locale.ROOT)) {
                    case "" -> Optional.of(Map.of("peerjid", List.of(parts[1])));
                    case "ignore" -> Optional.of(Map.of("peerjid", List.of(parts[1]), "ignore", List.of("1")));
                    default -> Optional.empty();
                };
            case PEER_AND_REVOKE ->
                switch (parts.length == 1 ? "none" : rest.toLowerCase(Locale.ROOT)) {
                    case "" -> Optional.of(Map.of("peerjid", List.of(parts[1])));
                    case "revoke" -> Optional.of(Map.of("peerjid", List.of(parts[1]), "revoke", List.of("1")));
                    case "keep" -> Optional.of(Map.of("peerjid", List.of(parts[1]), "revoke", List.of("0")));
                    default -> Optional.empty();
                };
            case PEER_AND_REASON ->
                parts.length >= 2
                        ? Optional.of(Map.of("peerjid", List.of(parts[1]), "reason", List.of(rest)))
                        : Optional.empty();
        };
    }

    private String help() {
        return Stream.concat(Stream.of(ChatWord.values()).map(ChatWord::help), Stream.of(TrustWord.HELP))
                .collect(Collectors.joining("\n", greeting, "\nSERVER is a domain, such as capulet.lit."));
    }

    /** @param usage how to say more, where more is asked */
    private static Outcome outcome(Inbound<Message> message, Step step, String usage) {
        return step.outcome(new Step.Teller() {
            @Override
            public List<Packet> completed(Completion completion) {
                return List.of(answer(message, words(completion)));
            }

            @Override
            public List<Packet> asked(Step.Ask ask) {
                return List.of(answer(message, ask.form().instructions() + usage));
            }

            @Override
            public List<Packet> refused(Refusal why) {
                return List.of(answer(message, why.words()));
            }
        });
    }

    private static String words(Completion completion) {
        return Stream.concat(
                        Stream.of(completion.note()),
                        completion.listing().stream()
                                .flatMap(listing -> listing.rows().stream())
                                .map(Listing.Row::words)
                                .map(AdminMessageHandler::cut))
                .collect(Collectors.joining("\n"));
    }

    private static String cut(String row) {
        return row.codePointCount(0, row.length()) <= MAX_ROW
                ? row
                : row.substring(0, row.offsetByCodePoints(0, MAX_ROW)) + "…";
    }

    private static Outcome reply(Inbound<Message> message, String text) {
        return Outcome.answer(answer(message, text));
    }

    /** Of the same type and thread as what it answers (RFC 6121 sections 5.2.2 and 5.2.5). */
    private static Packet answer(Inbound<Message> message, String text) {
        Element asked = message.stanza().getElement();
        Message.Type type = "chat".equals(asked.attributeValue("type")) ? Message.Type.chat : Message.Type.normal;
        Message answer = Stanzas.message(message.to(), message.from(), type, "", text);
        answer.setID(UUID.randomUUID().toString());
        String thread = asked.elementText(THREAD);
        if (thread != null && thread.length() <= MAX_THREAD) {
            answer.setThread(thread);
        }
        return answer;
    }
}
