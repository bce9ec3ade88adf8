package org.serverroster.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.xmpp.packet.JID;

/**
 * An XMPP address (RFC 7622) in normal form. Unlike Tinder's, it keeps internationalised domains as the U-labels that
 * servers route by, and prepares plain ASCII without stringprep, which for unseen addresses is an attack on the CPU.
 *
 * <p>Immutable.
 *
 * @param local the local part, or empty
 * @param domain the domain
 * @param resource the resource, or empty
 */
public record Jid(String local, DomainName domain, String resource) {

    private static final int MAX_PART = 1023;
    private static final String FORBIDDEN_IN_LOCAL = "\"&'/:<>@";

    /**
     * The address that {@code text} names.
     *
     * @throws MalformedJidException if it is none
     */
    public static Jid parse(String text) {
        if (text == null || text.isEmpty()) {
            throw new MalformedJidException("", "is no address: it is missing");
        }
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.indexOf('@');
        if (at == 0 || at == bare.length() - 1 || slash == text.length() - 1) {
            throw new MalformedJidException(text, "is no address: a part of it is empty");
        }
        return new Jid(
                at < 0 ? "" : prepareLocal(text, bare.substring(0, at)),
                DomainName.parse(bare.substring(at + 1)),
                slash < 0 ? "" : prepareResource(text, text.substring(slash + 1)));
    }

    public static Jid ofDomain(DomainName domain) {
        return new Jid("", domain, "");
    }

    public boolean hasLocal() {
        return !local.isEmpty();
    }

    public boolean hasResource() {
        return !resource.isEmpty();
    }

    /** This address without its resource. */
    public Jid bare() {
        return hasResource() ? new Jid(local, domain, "") : this;
    }

    private static String prepareLocal(String text, String local) {
        String prepared = isPlain(local) ? local.toLowerCase(Locale.ROOT) : stringprep(text, local, true);
        if (prepared.chars().anyMatch(c -> c == ' ' || FORBIDDEN_IN_LOCAL.indexOf(c) >= 0)) {
            throw new MalformedJidException(text, "is no address: its local part holds a forbidden character");
        }
        return bounded(text, prepared);
    }

    private static String prepareResource(String text, String resource) {
        return bounded(text, isPlain(resource) ? resource : stringprep(text, resource, false));
    }

    private static String stringprep(String text, String part, boolean local) {
        if (part.length() > MAX_PART) {
            throw new MalformedJidException(text, "is no address: a part of it is too long");
        }
        try {
            return local ? JID.nodeprep(part) : JID.resourceprep(part);
        } catch (IllegalArgumentException e) {
            throw new MalformedJidException(text, "is no address: it holds characters that an address cannot");
        }
    }

    private static String bounded(String text, String part) {
        if (part.isEmpty() || part.getBytes(StandardCharsets.UTF_8).length > MAX_PART) {
            throw new MalformedJidException(text, "is no address: a part of it is empty or has over 1,023 bytes");
        }
        return part;
    }

    /** Printable ASCII: stringprep would leave it as it is, but for the case of a local part. */
    private static boolean isPlain(String part) {
        return part.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** In words, as {@link DomainName#hashCode}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Jid jid
                && domain.equals(jid.domain)
                && local.equals(jid.local)
                && resource.equals(jid.resource);
    }

    @Override
    public int hashCode() {
        return (local.hashCode() * 31 + domain.hashCode()) * 31 + resource.hashCode();
    }

    @Override
    public String toString() {
        if (local.isEmpty() && resource.isEmpty()) {
            return domain.toString();
        }
        return (local.isEmpty() ? "" : local + "@") + domain + (resource.isEmpty() ? "" : "/" + resource);
    }
}
