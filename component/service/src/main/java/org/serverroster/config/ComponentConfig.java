package org.serverroster.config;

import java.util.List;
import java.util.Set;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/**
 * One component: a domain, and the stream to the server that hands us its stanzas (XEP-0114). Immutable.
 *
 * @param domain the component's own domain
 * @param host the server's host name or IP address
 * @param port the server's component port, 1 to 65535
 * @param secret what the server knows this component by
 * @param serves bare server domains spoken for through a bridge in the server, each with a roster of its own
 * @param admins bare addresses; nobody else may change anything
 * @param readers who may ask trust questions and read the roster, besides the admins
 * @param approval what becomes of a peer's request
 * @param reciprocate whether an admin's approval also subscribes to the peer, unless the admin says otherwise
 * @param approveReverse whether an admin's subscribe also approves the peer's own (XEP-0267 section 1)
 */
public record ComponentConfig(
        LocalDomain domain,
        String host,
        int port,
        TlsConfig tls,
        Secret secret,
        List<LocalDomain> serves,
        Set<Jid> admins,
        List<Reader> readers,
        ApprovalRules approval,
        boolean reciprocate,
        boolean approveReverse,
        TrustConfig trust,
        ContactConfig contact) {

    public ComponentConfig {
        serves = List.copyOf(serves);
        admins = Set.copyOf(admins);
        readers = List.copyOf(readers);
    }

    /** Whether {@code jid}, taken from a stanza that a server vouched for, may ask trust questions and read the roster. */
    public boolean mayRead(Jid jid) {
        return admins.contains(jid.bare()) || readers.stream().anyMatch(reader -> reader.matches(jid));
    }
}
