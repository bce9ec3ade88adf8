package org.serverroster.xmpp;

/**
 * The other server or component: always a bare domain. {@code CAPULET.LIT}, {@code capulet.lit.} and
 * {@code capulet.lit/x} are the same peer; {@code romeo@capulet.lit} is none. Immutable.
 */
public record PeerDomain(DomainName name) implements Comparable<PeerDomain> {

    /**
     * The peer that an address names.
     *
     * @throws MalformedJidException if {@code text} is no address, or one with a local part
     */
    public static PeerDomain parse(String text) {
        Jid jid = Jid.parse(text);
        if (jid.hasLocal()) {
            throw new MalformedJidException(
                    text, "is a user's address, not a server's; a server's would be '" + jid.domain() + "'");
        }
        return new PeerDomain(jid.domain());
    }

    public Jid jid() {
        return Jid.ofDomain(name);
    }

    /** For a person; see {@link DomainName#shown()}. */
    public String shown() {
        return name.shown();
    }

    @Override
    public int compareTo(PeerDomain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name.value();
    }
}
