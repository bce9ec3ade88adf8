package org.serverroster.rosterquery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dom4j.Element;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;

/**
 * A reader's own copy of the roster, kept as RFC 6121 section 2 has it: a result takes its place, an empty one leaves it,
 * a push changes one item; each brings the version to ask with next time. One thread.
 */
final class Copy {

    /** What came and was not taken in yet. */
    final Deque<Element> inbox = new ArrayDeque<>();

    private Map<String, List<String>> items = new TreeMap<>();
    private String ver = "";
    private String asked = "";
    private boolean answered;

    Map<String, List<String>> items() {
        return items;
    }

    String ver() {
        return ver;
    }

    /** A new connection, to which nothing of what was on its way comes; what is kept of the roster was kept. */
    void reconnect() {
        inbox.clear();
        asked = "";
        answered = false;
    }

    /** The roster was asked for; an answer to another question is none to this one. */
    void asked(String id) {
        asked = id;
    }

    void forgetAll() {
        items = new TreeMap<>();
        ver = "";
    }

    /** Takes in one stanza; whether it is a push, which is to be answered. */
    boolean take(Element stanza) {
        Element query = stanza.element(RosterItems.QUERY);
        boolean push = stanza.attributeValue("type").equals("set");
        answered |= stanza.attributeValue("type").equals("result") && asked.equals(stanza.attributeValue("id"));
        // What is pushed before the roster was answered belongs to an earlier connection's copy.
        if (query == null || !answered) {
            return push;
        }
        if (!push) {
            items.clear();
        }
        ver = query.attributeValue("ver");
        for (Element item : query.elements(RosterItems.ITEM)) {
            String jid = item.attributeValue("jid");
            if ("remove".equals(item.attributeValue("subscription"))) {
                items.remove(jid);
            } else {
                List<String> facts = new ArrayList<>(List.of(
                        item.attributeValue("subscription"),
                        item.attributeValue("ask", ""),
                        item.attributeValue("approved", ""),
                        item.attributeValue("name", "")));
                item.elements(RosterItems.GROUP).forEach(group -> facts.add(group.getText()));
                items.put(jid, facts);
            }
        }
        return push;
    }

    /** What a copy of that roster has to hold: "every item but those that are None + Pending In". */
    static Map<String, List<String>> of(Roster roster) {
        Map<String, List<String>> items = new TreeMap<>();
        for (RosterItem item : roster.items()) {
            if (item.state() != SubscriptionState.NONE_PENDING_IN) {
                List<String> facts = new ArrayList<>(List.of(
                        item.state().subscription(),
                        item.asked().isPresent() ? "subscribe" : "",
                        item.approved() ? "true" : "",
                        item.name()));
                facts.addAll(item.groups());
                items.put(item.peer().toString(), facts);
            }
        }
        return items;
    }
}
