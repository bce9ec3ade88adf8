package org.serverroster.client.smack;

import java.util.Optional;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.iqrequest.IQRequestHandler;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.StanzaError;
import org.jxmpp.jid.Jid;

/**
 * Takes the service's roster pushes and answers each. Smack has one such handler a connection, so what comes from others,
 * as the account's own roster does, goes to the one that was there before. Run by Smack's thread that keeps the order.
 */
final class PushHandler extends AbstractIqRequestHandler {

    private final Jid service;
    private final RosterSync sync;
    private volatile IQRequestHandler before;
    private volatile boolean unregistered;

    PushHandler(Jid service, RosterSync sync) {
        super(RosterIQ.ELEMENT, RosterIQ.NAMESPACE, IQ.Type.set, Mode.sync);
        this.service = service;
        this.sync = sync;
    }

    void register(XMPPConnection connection) {
        before = connection.registerIQRequestHandler(this);
    }

    void unregister(XMPPConnection connection) {
        // Who took our place goes on handing us what it does not take.
        unregistered = true;
        IQRequestHandler removed = connection.unregisterIQRequestHandler(this);
        if (removed != null && removed != this) {
            // Somebody took our place since: it stays theirs.
            connection.registerIQRequestHandler(removed);
        } else if (before != null) {
            connection.registerIQRequestHandler(before);
        }
    }

    @Override
    public IQ handleIQRequest(IQ push) {
        if (unregistered || !service.equals(push.getFrom())) {
            return before == null
                    ? IQ.createErrorResponse(push, StanzaError.Condition.service_unavailable)
                    : before.handleIQRequest(push);
        }
        if (before instanceof PushHandler another) {
            // A second copy of the same roster: one that missed a push would go on calling itself current.
            another.handleIQRequest(push);
        }
        Optional<String> fault = sync.pushed(push);
        return fault.isPresent()
                ? IQ.createErrorResponse(push, StanzaError.Condition.bad_request)
                : IQ.createResultIQ(push);
    }
}
