package org.serverroster.disco;

import org.serverroster.roster.Roster;
import org.serverroster.router.Outcome;
import org.serverroster.router.StanzaHandler;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Stanzas;
import org.xmpp.packet.IQ;

/** XEP-0199 (XMPP Ping): answers that we are there. Immutable; any thread. */
public final class PingHandler implements StanzaHandler<IQ> {

    @Override
    public Outcome handle(Inbound<IQ> iq, Roster roster) {
        return Outcome.answer(Stanzas.result(iq));
    }
}
