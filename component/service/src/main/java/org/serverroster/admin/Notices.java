package org.serverroster.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.serverroster.command.Commands;
import org.serverroster.roster.Notice;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
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

    private final List<Jid> admins;
    private final ApprovalForm approval;

    /** @param admins bare JIDs */
    public Notices(Commands commands, Set<Jid> admins) {
        this.admins = admins.stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        this.approval = new ApprovalForm(commands);
    }

    /** The messages that tell every administrator of {@code notices}, in order. */
    public List<Message> render(LocalDomain domain, List<Notice> notices) {
        List<Message> messages = new ArrayList<>();
        for (Notice notice : notices) {
            for (Jid admin : admins) {
                messages.add(message(domain, notice, admin));
            }
        }
        return messages;
    }

    private Message message(LocalDomain domain, Notice notice, Jid admin) {
        Message message = Stanzas.message(
                domain.jid(), admin, Message.Type.normal, subject(domain, notice), body(domain, notice));
        message.setID(UUID.randomUUID().toString());
        if (notice.kind() == Notice.Kind.REQUESTED) {
            message.getElement().add(approval.about(notice.peer()));
        }
        return message;
    }

    private static String subject(LocalDomain domain, Notice notice) {
        PeerDomain peer = notice.peer();
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

    private static String body(LocalDomain domain, Notice notice) {
        PeerDomain peer = notice.peer();
        String text = switch (notice.kind()) {
            case REQUESTED -> """
                        The server %1$s asks to be one of the servers that %2$s trusts: to subscribe to it.
                        %3$s
                        Approve it only if you know who runs it, and want the two servers to work together.

                        To approve it, write to %2$s: approve %1$s
                        To refuse it: deny %1$s
                        Or fill in the form that came with this message. Until then, nothing happens.""";
            case WITHDRAWN -> """
                        The server %1$s had asked to subscribe to %2$s, and took that back before anybody answered.
                        %3$s
                        There is nothing for you to do.""";
            case LEFT -> """
                        The server %1$s is no longer subscribed to %2$s: it ended that itself.
                        %3$s
                        What %2$s has of it stays as it is. To end that too, write: unsubscribe %1$s""";
            case APPROVED -> """
                        The server %1$s approved our request: %2$s is subscribed to it now.
                        %3$s
                        There is nothing for you to do.""";
            case REFUSED -> """
                        The server %1$s refused our request: %2$s is not subscribed to it.
                        %3$s
                        To ask again, perhaps after talking to those who run it, write: subscribe %1$s""";
            case REVOKED -> """
                        The server %1$s ended our subscription: %2$s is no longer subscribed to it.
                        %3$s
                        To ask again, perhaps after talking to those who run it, write: subscribe %1$s""";
            case FAILED -> """
                        Our request to subscribe %2$s to the server %1$s came back.
                        %3$s
                        It stands, and goes out again once a day. To take it back, write: unsubscribe %1$s""";
        };
        return text.formatted(peer, domain, reason(notice));
    }

    private static String reason(Notice notice) {
        String reason = Printable.of(notice.reason().strip(), MAX_REASON);
        return reason.isEmpty() ? "No reason was given." : "The reason given: “" + reason + "”";
    }
}
