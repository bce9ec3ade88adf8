package org.serverroster.client;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Domains in the normal form that server rosters compare by: lower case, Unicode's form NFC, internationalised labels as
 * U-labels, no trailing dot. Stateless; any thread.
 */
public final class Domains {

    /** RFC 7622 section 3.2, in bytes; what is longer cannot become valid. */
    private static final int MAX_LENGTH = 1_023;

    private static final String ACE_PREFIX = "xn--";

    private Domains() {}

    /**
     * {@return the domain of an address, in normal form}
     *
     * @param jid any address: a domain, {@code romeo@capulet.lit}, {@code capulet.lit/balcony}
     * @throws IllegalArgumentException if it has no domain; or one with an A-label that the JDK cannot turn into a
     *     U-label ({@code ß} and a few others): write those as U-labels
     */
    public static String of(String jid) {
        int slash = jid.indexOf('/');
        String bare = slash < 0 ? jid : jid.substring(0, slash);
        String domain = bare.substring(bare.indexOf('@') + 1);
        domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (domain.isEmpty() || domain.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("no domain: it must have 1 to 1,023 characters");
        }
        StringBuilder normal = new StringBuilder(domain.length());
        for (String label : domain.split("\\.", -1)) {
            normal.append(normal.isEmpty() ? "" : ".").append(label(label));
        }
        return normal.toString();
    }

    private static String label(String label) {
        String lower = Normalizer.normalize(label.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (lower.isEmpty() || !lower.codePoints().allMatch(Domains::mayStandInLabel)) {
            throw new IllegalArgumentException("no domain: a label is empty, or holds what a domain cannot");
        }
        if (!lower.startsWith(ACE_PREFIX)) {
            return lower;
        }
        // Only ever A-labels: of others java.net.IDN would make those of other owners, as fass.de of faß.de.
        String unicode = IDN.toUnicode(lower, IDN.ALLOW_UNASSIGNED);
        if (unicode.startsWith(ACE_PREFIX)) {
            throw new IllegalArgumentException("no domain: an A-label that cannot be read; write it as a U-label");
        }
        return unicode;
    }

    private static boolean mayStandInLabel(int c) {
        return c >= 0x80
                ? Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK
                : c == '-' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
