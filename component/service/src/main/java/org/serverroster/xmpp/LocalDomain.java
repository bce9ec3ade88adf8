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

    @Override
    public int compareTo(LocalDomain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name.value();
    }
}
