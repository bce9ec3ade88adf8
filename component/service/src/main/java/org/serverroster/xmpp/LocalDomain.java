package org.serverroster.xmpp;

/** A domain whose server roster is kept here: a component's own, or one that it serves. Immutable. */
public record LocalDomain(DomainName name) implements Comparable<LocalDomain> {

    /**
     * The local domain of that name.
     *
     * @throws MalformedJidException if {@code text} is no bare domain
     */
    public static LocalDomain parse(String text) {
        return new LocalDomain(DomainName.parse(text));
    }

    public Jid jid() {
        return Jid.ofDomain(name);
    }

    /**
     * Where the administrators of this domain write to, and what writes to them. A bridge lets no message through, so for a
     * served domain that is an address below the component's own, such as {@code montague.lit@buddies.montague.lit}.
     *
     * @param component whose stream it is
     */
    public Jid adminAddress(LocalDomain component) {
        return equals(component) ? jid() : Jid.parse(name + "@" + component);
    }

    @Override
    public int compareTo(LocalDomain other) {
        return name.compareTo(other.name);
    }

    /** In words, as {@link DomainName#hashCode}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LocalDomain local && name.equals(local.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name.value();
    }
}
