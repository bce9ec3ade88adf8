package org.serverroster.config;

import org.serverroster.xmpp.Jid;

/**
 * Who may ask trust questions. A domain is everyone at it, a bare address all its resources, a full one itself only (the
 * order of RFC 3921 section 10.1). Immutable.
 */
public record Reader(Jid jid) {

    /**
     * The reader of that address or domain.
     *
     * @throws org.serverroster.xmpp.MalformedJidException if {@code text} is no address
     */
    public static Reader parse(String text) {
        return new Reader(Jid.parse(text));
    }

    /** Whether {@code other}, taken from a stanza that a server vouched for, is this reader. */
    public boolean matches(Jid other) {
        return jid.domain().equals(other.domain())
                && (!jid.hasLocal() || jid.local().equals(other.local()))
                && (!jid.hasResource() || jid.equals(other));
    }

    @Override
    public String toString() {
        return jid.toString();
    }
}
