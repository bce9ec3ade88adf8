package org.serverroster.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.serverroster.command.Commands;
import org.serverroster.evidence.Evidence;
import org.serverroster.roster.Notice;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.Message;

/**
 * What administrators are told without having asked: a message of type normal to each, which their server keeps while
 * they are away, in words for who has never heard of XEP-0267. Immutable; any thread.
 */
public final class Notices {

    private static final int MAX_REASON = 1_000;

    /** How many of many are named. */
    static final int NAMED = 20;

    private static final int MAX_REASON_OF_MANY = 100;

    private final LocalDomain domain;
    private final Jid address;
    private final List<Jid> admins;
    private final ApprovalForm approval;

    /**
     * @param domain whose administrators are told
     * @param admins bare JIDs
     */
    public Notices(LocalDomain domain, Commands commands, Set<Jid> admins) {
        this(domain, domain.jid(), commands, admins);
    }

    /**
     * @param address what they come from, and are to be answered to
     * @param admins bare JIDs
     */
    public Notices(LocalDomain domain, Jid address, Commands commands, Set<Jid> admins) {
        this.domain = domain;
        this.address = address;
        this.admins = admins.stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        this.approval = new ApprovalForm(commands);
    }

    /** The messages that tell every administrator something that is about no peer. */
    public List<Message> of(String subject, String body) {
        return toEach(subject, body, message -> {});
    }

    /** The messages that tell every administrator of {@code notice}, which is of no request and no approval. */
    List<Message> of(Notice notice) {
        return toEach(
                subject(domain, notice),
                body(notice)
                        .formatted(
                                notice.peer(),
                                domain,
                                reason(notice),
                                notice.peer().shown(),
                                "",
                                address),
                message -> {});
    }

    /** The messages that tell every administrator that a peer approved our request, and whether that means much. */
    List<Message> ofApproval(Notice approval, Evidence evidence) {
        return toEach(
                subject(domain, approval),
                body(approval)
                        .formatted(
                                approval.peer(),
                                domain,
                                reason(approval),
                                approval.peer().shown(),
                                worth(approval.peer(), evidence)),
                message -> {});
    }

    /** A stock Prosody approves every request by itself. */
    private static String worth(PeerDomain peer, Evidence evidence) {
        if (evidence.announces()) {
            return "There is nothing for you to do.";
        }
        String doubt = evidence.unreachable()
                ? "could not be reached when it was asked what it is"
                : evidence.answered()
                        ? "does not announce that it keeps a server roster (%s)".formatted(Namespaces.SERVER_PRESENCE)
                        : "did not say whether it keeps a server roster";
        return """
                But it %s%s. Some servers approve whatever they are asked, and remember nothing \
                of it: then nobody there knows of this, and nobody there has decided anything.
                To take the request back, write: unsubscribe %s""".formatted(
                        doubt,
                        evidence.announcer()
                                .map(component -> "; its component %s does".formatted(component.shown()))
                                .orElse(""),
                        peer);
    }

    /** The messages that tell every administrator of a request, each with the form that answers it. */
    List<Message> of(Notice request, Evidence evidence) {
        String body = body(request)
                .formatted(
                        request.peer(), domain, reason(request), request.peer().shown(), evidence.words(), address);
        return toEach(
                subject(domain, request), body, message -> message.getElement().add(approval.about(request.peer())));
    }

    /**
     * The messages that tell every administrator of many requests, and of requests that were taken back.
     *
     * @param notices in order, one at least
     * @param more how many there are besides
     */
    List<Message> digest(List<Notice> notices, int more) {
        List<Notice> requests = ofKind(notices, Notice.Kind.REQUESTED);
        List<Notice> withdrawals = ofKind(notices, Notice.Kind.WITHDRAWN);
        String requested = "%s to subscribe to %s".formatted(servers(requests.size() + more, "asks", "ask"), domain);
        String withdrawn = servers(withdrawals.size(), "took back its request", "took back their requests");
        StringBuilder body = new StringBuilder();
        if (!requests.isEmpty()) {
            body.append("%s%s:\n\n".formatted(requested, requests.size() + more > NAMED ? "; the first of them" : ""));
            requests.stream()
                    .limit(NAMED)
                    .forEach(notice -> body.append(line(notice)).append('\n'));
            body.append("""

                    Approve only those of whom you know who runs them, and want the two servers to work together.
                    To see all that wait, write to %1$s: pending
                    To answer one: approve SERVER, or: deny SERVER. Until then, nothing happens.""".formatted(address));
        }
        if (!withdrawals.isEmpty()) {
            body.append(body.isEmpty() ? "" : "\n\n").append("%s: ".formatted(withdrawn));
            body.append(withdrawals.stream()
                    .limit(NAMED)
                    .map(notice -> notice.peer().shown())
                    .collect(Collectors.joining(", ", "", withdrawals.size() > NAMED ? ", …" : ".")));
        }
        return toEach(requests.isEmpty() ? withdrawn : requested, body.toString(), message -> {});
    }

    private static List<Notice> ofKind(List<Notice> notices, Notice.Kind kind) {
        return notices.stream().filter(notice -> notice.kind() == kind).toList();
    }

    private static String servers(int count, String one, String several) {
        return count == 1 ? "1 server " + one : "%,d servers %s".formatted(count, several);
    }

    private static String line(Notice notice) {
        String reason = notice.reason().strip();
        return notice.peer().shown() + (reason.isEmpty() ? "" : ": " + Printable.quoted(reason, MAX_REASON_OF_MANY));
    }

    private List<Message> toEach(String subject, String body, Consumer<Message> attach) {
        List<Message> messages = new ArrayList<>();
        for (Jid admin : admins) {
            Message message = Stanzas.message(address, admin, Message.Type.normal, subject, body);
            message.setID(UUID.randomUUID().toString());
            attach.accept(message);
            messages.add(message);
        }
        return messages;
    }

    private static String subject(LocalDomain domain, Notice notice) {
        String peer = notice.peer().shown();
        return switch (notice.kind()) {
            case REQUESTED -> "%s asks to subscribe to %s".formatted(peer, domain);
            case WITHDRAWN -> "%s took back its request".formatted(peer);
            case LEFT -> "%s ended its subscription".formatted(peer);
            case APPROVED -> "%s approved our request".formatted(peer);
            case REFUSED -> "%s refused our request".formatted(peer);
            case REVOKED -> "%s ended our subscription".formatted(peer);
            case FAILED -> "Our request to %s was not delivered".formatted(peer);
        };
    }

    /** With places for the peer, our domain, the reason, the peer as it is shown, what was found out, and where to write to. */
    private static String body(Notice notice) {
        return switch (notice.kind()) {
            case REQUESTED -> """
                        The server %4$s asks to be one of the servers that %2$s trusts: to subscribe to it.
                        %3$s
                        What we know of it besides: %5$s.
                        Approve it only if you know who runs it, and want the two servers to work together.

                        To approve it, write to %6$s: approve %1$s
                        To refuse it: deny %1$s
                        Or fill in the form that came with this message. Until then, nothing happens.""";
            case WITHDRAWN -> """
                        The server %4$s had asked to subscribe to %2$s, and took that back before anybody answered.
                        %3$s
                        There is nothing for you to do.""";
            case LEFT -> """
                        The server %4$s is no longer subscribed to %2$s: it ended that itself.
                        %3$s
                        What %2$s has of it stays as it is. To end that too, write: unsubscribe %1$s""";
            case APPROVED -> """
                        The server %4$s approved our request: %2$s is subscribed to it now.
                        %3$s
                        %5$s""";
            case REFUSED -> """
                        The server %4$s refused our request: %2$s is not subscribed to it.
                        %3$s
                        To ask again, perhaps after talking to those who run it, write: subscribe %1$s""";
            case REVOKED -> """
                        The server %4$s ended our subscription: %2$s is no longer subscribed to it.
                        %3$s
                        To ask again, perhaps after talking to those who run it, write: subscribe %1$s""";
            case FAILED -> """
                        Our request to subscribe %2$s to the server %4$s came back.
                        %3$s
                        It stands, and goes out again once a day. To take it back, write: unsubscribe %1$s""";
        };
    }

    private static String reason(Notice notice) {
        String reason = notice.reason().strip();
        return reason.isEmpty() ? "No reason was given." : "The reason given: " + Printable.quoted(reason, MAX_REASON);
    }
}
