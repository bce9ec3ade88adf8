package org.serverroster.rosterquery;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

/** What readers are shown of a roster, as XML. Stateless. */
final class RosterItems {

    static final QName QUERY = QName.get("query", Namespaces.ROSTER);
    static final QName ITEM = QName.get("item", Namespaces.ROSTER);
    static final QName GROUP = QName.get("group", Namespaces.ROSTER);

    private RosterItems() {}

    /** "Every item but those that are None + Pending In". */
    static boolean isShown(RosterItem item) {
        return !item.isEmpty() && item.state() != SubscriptionState.NONE_PENDING_IN;
    }

    static Element query(String ver) {
        return DocumentHelper.createElement(QUERY).addAttribute("ver", ver);
    }

    static Element item(RosterItem item) {
        Element element = DocumentHelper.createElement(ITEM)
                .addAttribute("jid", item.peer().toString())
                .addAttribute("subscription", item.state().subscription());
        if (!item.name().isEmpty()) {
            element.addAttribute("name", item.name());
        }
        if (item.state().pendingOut()) {
            element.addAttribute("ask", "subscribe");
        }
        if (item.approved()) {
            element.addAttribute("approved", "true");
        }
        item.groups().forEach(group -> element.addElement(GROUP).setText(group));
        return element;
    }

    /** The peer as the roster has it: its item, or that it has none. */
    static Element item(Roster roster, PeerDomain peer) {
        return roster.find(peer).map(RosterItems::itemOrRemoval).orElseGet(() -> removed(peer));
    }

    /** The same for an item that is not there, or of which readers see nothing. */
    static Element itemOrRemoval(RosterItem item) {
        return isShown(item) ? item(item) : removed(item.peer());
    }

    static Element removed(PeerDomain peer) {
        return DocumentHelper.createElement(ITEM)
                .addAttribute("jid", peer.toString())
                .addAttribute("subscription", "remove");
    }
}
