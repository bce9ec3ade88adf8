package org.serverroster.config;

import org.serverroster.xmpp.DomainName;
import org.serverroster.xmpp.PeerDomain;

/**
 * Some peers: {@code *} is every peer, {@code capulet.lit} is that one, {@code *.capulet.lit} is every one below it, at
 * any depth, but not itself. Immutable.
 */
public record DomainPattern(String text, DomainName domain, boolean below) {

    /** Every peer. */
    public static final DomainPattern ANY = new DomainPattern("*", null, true);

    /**
     * The pattern that {@code text} writes.
     *
     * @throws org.serverroster.xmpp.MalformedJidException if it is none
     */
    public static DomainPattern parse(String text) {
        if (text.equals("*")) {
            return ANY;
        }
        boolean below = text.startsWith("*.");
        DomainName domain = DomainName.parse(below ? text.substring(2) : text);
        return new DomainPattern((below ? "*." : "") + domain, domain, below);
    }

    public boolean matches(PeerDomain peer) {
        if (domain == null) {
            return true;
        }
        return below ? peer.name().value().endsWith("." + domain.value()) : domain.equals(peer.name());
    }

    @Override
    public String toString() {
        return text;
    }
}
