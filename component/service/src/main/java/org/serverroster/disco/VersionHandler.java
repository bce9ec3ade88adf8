package org.serverroster.disco;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;

/**
 * XEP-0092 (Software Version): what runs here. On which operating system is nobody's business. Immutable; any thread.
 *
 * @param name the program's
 * @param version the program's
 */
public record VersionHandler(String name, String version) implements StanzaHandler<IQ> {

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        Element query = DocumentHelper.createElement(QName.get("query", Namespaces.VERSION));
        query.addElement(QName.get("name", Namespaces.VERSION)).setText(name);
        query.addElement(QName.get("version", Namespaces.VERSION)).setText(version);
        return Outcome.answer(Stanzas.result(iq, query));
    }
}
