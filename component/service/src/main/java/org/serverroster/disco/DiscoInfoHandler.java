package org.serverroster.disco;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.command.Command;
import org.serverroster.command.Commands;
import org.serverroster.command.DataForms;
import org.serverroster.config.ContactConfig;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * XEP-0030 (Service Discovery), disco#info: what this component is and can do (XEP-0267 section 3), whom to write to
 * about it (XEP-0157), and what each command is (XEP-0050 section 2.2). Immutable; any thread.
 */
public final class DiscoInfoHandler implements StanzaHandler<IQ> {

    private static final String NAME = "Server roster";

    private final Collection<String> features;
    private final Commands commands;
    private final Set<Jid> admins;
    private final ContactConfig contact;

    /**
     * @param features the namespaces that the router has handlers for
     * @param admins bare JIDs
     */
    public DiscoInfoHandler(Set<String> features, Commands commands, Set<Jid> admins, ContactConfig contact) {
        Set<String> all = new TreeSet<>(features);
        all.add(Namespaces.SERVER_PRESENCE);
        all.add(Namespaces.DATA_FORMS);
        this.features = List.copyOf(all);
        this.commands = commands;
        this.admins = Set.copyOf(admins);
        this.contact = contact;
    }

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        String node = iq.stanza().getChildElement().attributeValue("node", "");
        Element query = DocumentHelper.createElement(name("query"));
        if (node.isEmpty()) {
            describeComponent(query);
            return Outcome.answer(Stanzas.result(iq, query));
        }
        query.addAttribute("node", node);
        if (node.equals(Namespaces.COMMANDS)) {
            identity(query, "automation", "command-list", "Commands");
            features(query, List.of(Namespaces.DISCO_INFO, Namespaces.DISCO_ITEMS));
            return Outcome.answer(Stanzas.result(iq, query));
        }
        return commands.find(node)
                .map(command -> describe(iq, command, query))
                .orElseGet(() -> Outcome.answer(
                        Stanzas.error(iq, Condition.item_not_found, Type.cancel, "There is no such node here.")));
    }

    private void describeComponent(Element query) {
        identity(query, "component", "generic", NAME);
        features(query, features);
        if (!contact.addresses().isEmpty()) {
            Element form = DataForms.form("result", Namespaces.SERVER_INFO);
            for (Map.Entry<String, List<String>> role : contact.addresses().entrySet()) {
                form.add(DataForms.field(role.getKey() + "-addresses", "list-multi", "", role.getValue()));
            }
            query.add(form);
        }
    }

    private Outcome describe(Inbound<IQ> iq, Command command, Element query) {
        if (!admins.contains(iq.from().bare())) {
            return Outcome.answer(DiscoItemsHandler.forbidden(iq));
        }
        identity(query, "automation", "command-node", command.name());
        features(query, List.of(Namespaces.COMMANDS, Namespaces.DATA_FORMS));
        return Outcome.answer(Stanzas.result(iq, query));
    }

    private static void identity(Element query, String category, String type, String name) {
        query.addElement(name("identity"))
                .addAttribute("category", category)
                .addAttribute("type", type)
                .addAttribute("name", name);
    }

    private static void features(Element query, Collection<String> features) {
        features.forEach(feature -> query.addElement(name("feature")).addAttribute("var", feature));
    }

    private static QName name(String local) {
        return QName.get(local, Namespaces.DISCO_INFO);
    }
}
