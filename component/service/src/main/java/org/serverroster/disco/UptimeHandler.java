package org.serverroster.disco;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * XEP-0012 (Last Activity), of a component: for how many seconds it has been up. Immutable; any thread.
 *
 * @param started when it came up
 */
public record UptimeHandler(InstantSource clock, Instant started) implements StanzaHandler<IQ> {

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        // A clock set back would make it negative, which the schema of XEP-0012 has no room for.
        long seconds = Math.max(0, Duration.between(started, clock.instant()).toSeconds());
        Element query = DocumentHelper.createElement(QName.get("query", Namespaces.LAST_ACTIVITY));
        query.addAttribute("seconds", Long.toString(seconds));
        return Outcome.answer(Stanzas.result(iq, query));
    }
}
