package org.serverroster.testbed.faults;

import java.util.Map;
import org.serverroster.testbed.faults.State.Half;

/** What an administrator can do about a peer: a command, its form, and what must hold once it says that it is done. */
enum Deed {
    SUBSCRIBE("subscribe to", "subscribe", false, Map.of()),
    APPROVE("approve", "approve", true, Map.of("reciprocate", "1")),
    APPROVE_ONLY("approve, without asking back,", "approve", true, Map.of("reciprocate", "0")),
    DENY("deny", "deny", true, Map.of()),
    UNSUBSCRIBE("unsubscribe from", "unsubscribe", true, Map.of()),
    BLOCK("block", "block", true, Map.of("ignore", "0")),
    IGNORE("block and ignore", "block", true, Map.of("ignore", "1")),
    UNBLOCK("unblock", "unblock", false, Map.of()),
    REMOVE("remove", "remove", false, Map.of("revoke", "0")),
    REVOKE("remove and revoke", "remove", false, Map.of("revoke", "1")),
    EDIT("name", "edit", false, Map.of());

    private static final String OURS = "urn:x-server-roster:admin#";

    private final String words;
    private final String action;
    private final boolean givesReason;
    private final Map<String, String> fields;

    Deed(String words, String action, boolean givesReason, Map<String, String> fields) {
        this.words = words;
        this.action = action;
        this.givesReason = givesReason;
        this.fields = fields;
    }

    String words() {
        return words;
    }

    /** What the event log calls it. */
    String action() {
        return action;
    }

    /** Whether the reason that goes with it stands in the event log, here and at the peer. */
    boolean givesReason() {
        return givesReason;
    }

    /** Whether it asks the peer for a subscription. */
    boolean asks() {
        return this == SUBSCRIBE || this == APPROVE;
    }

    /** Whether it ends our subscription or takes our request back. */
    boolean takesBack() {
        return this == UNSUBSCRIBE || this == REMOVE || this == REVOKE;
    }

    /** The command that is complete with its first stanza (XEP-0050 section 2.4). */
    String command(String peer, String tag) {
        String node = this == SUBSCRIBE ? "http://jabber.org/protocol/admin#server-buddy" : OURS + action;
        StringBuilder form = new StringBuilder();
        field(form, "FORM_TYPE", this == SUBSCRIBE ? "http://jabber.org/protocol/admin" : node);
        field(form, "peerjid", peer);
        fields.forEach((name, value) -> field(form, name, value));
        if (givesReason) {
            field(form, "reason", tag);
        } else if (this == EDIT) {
            field(form, "name", tag);
        }
        return ("<command xmlns='http://jabber.org/protocol/commands' node='%s' action='execute'>"
                        + "<x xmlns='jabber:x:data' type='submit'>%s</x></command>")
                .formatted(node, form);
    }

    /** Whether the state after it is one that it promises. */
    boolean promises(State after) {
        return switch (this) {
            case SUBSCRIBE -> after.out() != Half.NONE;
            case APPROVE -> after.out() != Half.NONE && after.in() == Half.HOLDS;
            case APPROVE_ONLY -> after.in() == Half.HOLDS;
            case DENY -> after.in() == Half.NONE;
            case UNSUBSCRIBE, REMOVE -> after.out() == Half.NONE;
            case BLOCK, IGNORE -> after.in() == Half.NONE;
            case REVOKE -> after.equals(State.NOTHING);
            case UNBLOCK, EDIT -> true;
        };
    }

    private static void field(StringBuilder form, String name, String value) {
        form.append("<field var='%s'><value>%s</value></field>".formatted(name, value));
    }
}
