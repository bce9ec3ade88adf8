package org.serverroster.disco;

import java.util.Set;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.command.Commands;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * XEP-0030 (Service Discovery), disco#items: the commands, to administrators (XEP-0050 section 2.2: "The responder is
 * not required to send the same list of commands to all requesters"), and nothing else. Immutable; any thread.
 */
public final class DiscoItemsHandler implements StanzaHandler<IQ> {

    private final Commands commands;
    private final Set<Jid> admins;

    /** @param admins bare JIDs */
    public DiscoItemsHandler(Commands commands, Set<Jid> admins) {
        this.commands = commands;
        this.admins = Set.copyOf(admins);
    }

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        String node = iq.stanza().getChildElement().attributeValue("node", "");
        boolean isAdmin = admins.contains(iq.from().bare());
        Element query = DocumentHelper.createElement(name("query"));
        if (!node.isEmpty()) {
            query.addAttribute("node", node);
        }
        if (node.equals(Namespaces.COMMANDS)) {
            if (isAdmin) {
                list(query, iq.to());
            }
        } else if (!node.isEmpty()) {
            if (commands.find(node).isEmpty()) {
                return Outcome.answer(
                        Stanzas.error(iq, Condition.item_not_found, Type.cancel, "There is no such node here."));
            }
            if (!isAdmin) {
                return Outcome.answer(forbidden(iq));
            }
        }
        return Outcome.answer(Stanzas.result(iq, query));
    }

    private void list(Element query, Jid here) {
        commands.all()
                .forEach(command -> query.addElement(name("item"))
                        .addAttribute("jid", here.toString())
                        .addAttribute("node", command.node())
                        .addAttribute("name", command.name()));
    }

    /** XEP-0050 section 2.2: "If the command is not available to the requester", a "403 Forbidden" error. */
    static Packet forbidden(Inbound<IQ> iq) {
        return Stanzas.error(
                iq, Condition.forbidden, Type.auth, "Only this server roster's administrators may use its commands.");
    }

    private static QName name(String local) {
        return QName.get(local, Namespaces.DISCO_ITEMS);
    }
}
