package org.serverroster.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.serverroster.xmpp.Namespaces;

/** The words that an administrator may write, each the command that it stands for. */
enum ChatWord {
    PENDING("pending", Takes.PAGE, "lists the servers that ask to subscribe to this one"),
    ROSTER("roster", Takes.PAGE, "lists the servers that this one knows"),
    SUBSCRIBE("", Takes.PEER, "asks the server to let this one subscribe to it"),
    APPROVE("approve", Takes.PEER_AND_REASON, "approves the server's request"),
    DENY("deny", Takes.PEER_AND_REASON, "refuses the server's request"),
    UNSUBSCRIBE("unsubscribe", Takes.PEER, "ends this server's subscription to it"),
    BLOCK(
            "block",
            Takes.PEER_AND_IGNORE,
            "ends its subscription to this server, or refuses its request; with 'ignore', drops its later ones unseen"),
    UNBLOCK("unblock", Takes.PEER, "lets a blocked server's requests be seen again"),
    REMOVE("remove", Takes.PEER_AND_REVOKE, "ends this server's subscription to it and, with 'revoke', its own"),
    HISTORY("history", Takes.MAYBE_PEER, "lists what happened, newest first");

    /** What follows the word. */
    enum Takes {
        /** Maybe {@code after}, and the server after which the list is to begin. */
        PAGE("[after SERVER]"),
        PEER("SERVER"),
        MAYBE_PEER("[SERVER]"),
        /** Whether its later requests are dropped unseen. */
        PEER_AND_IGNORE("SERVER [ignore]"),
        /** Whether the peer's own subscription is to end or to stay. */
        PEER_AND_REVOKE("SERVER [revoke|keep]"),
        PEER_AND_REASON("SERVER [reason]");

        private final String usage;

        Takes(String usage) {
            this.usage = usage;
        }
    }

    private final String node;
    private final Takes takes;
    private final String meaning;

    ChatWord(String name, Takes takes, String meaning) {
        this.node = name.isEmpty() ? Namespaces.SERVER_BUDDY : Namespaces.ROSTER_ADMIN + name;
        this.takes = takes;
        this.meaning = meaning;
    }

    static Optional<ChatWord> named(String text) {
        return Stream.of(values())
                .filter(word -> word.label().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command that does it. */
    String node() {
        return node;
    }

    Takes takes() {
        return takes;
    }

    String usage() {
        return label() + " " + takes.usage;
    }

    String help() {
        return usage() + " – " + meaning;
    }
}
