package org.serverroster.xmpp;

import gnu.inet.encoding.Punycode;
import gnu.inet.encoding.PunycodeException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The domain of an address in its one normal form: lower case, Unicode's form NFC, internationalised labels as U-labels
 * (RFC 5890), no trailing dot. Two domains are the same exactly if their values are equal.
 *
 * <p>Follows RFC 7622 section 3.2, but for IP literals in brackets, which no server roster holds. {@code java.net.IDN}
 * is not used because it maps: under IDNA2003 {@code faß.de} and {@code fass.de}, two owners' domains, would be one.
 *
 * <p>Immutable.
 *
 * @param value the normal form, of 1 to 253 characters when its labels are written as A-labels
 */
public record DomainName(String value) implements Comparable<DomainName> {

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;
    private static final String ACE_PREFIX = "xn--";

    /** Takes {@code value} only if it is in normal form already; see {@link #parse}. */
    public DomainName {
        String normal = normalise(value);
        if (!normal.equals(value)) {
            throw new MalformedJidException(value, "is not in normal form; that would be '" + normal + "'");
        }
    }

    /**
     * The domain that {@code text} names, in any of its forms.
     *
     * @throws MalformedJidException if {@code text} is no domain
     */
    public static DomainName parse(String text) {
        return new DomainName(normalise(text));
    }

    /** The domain one label up, or null where this one has a single label. */
    public DomainName parent() {
        int dot = value.indexOf('.');
        return dot < 0 ? null : new DomainName(value.substring(dot + 1));
    }

    /** For a person: letters of other scripts can look like ASCII ones, so where there are any the A-labels follow. */
    public String shown() {
        return isAscii(value)
                ? value
                : value
                        + Stream.of(value.split("\\."))
                                .map(label -> aLabel(value, label))
                                .collect(Collectors.joining(".", " (", ")"));
    }

    private static String normalise(String text) {
        if (text == null) {
            throw new MalformedJidException("", "is no domain: it is missing");
        }
        if (isPlain(text)) {
            return text;
        }
        String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        // An A-label is never shorter than its U-label: what is longer than this cannot become valid.
        if (domain.isEmpty() || domain.length() > MAX_LENGTH) {
            throw new MalformedJidException(text, "is no domain: it must have 1 to 253 characters");
        }
        StringBuilder normal = new StringBuilder(domain.length());
        int asciiLength = -1;
        for (String label : domain.split("\\.", -1)) {
            String unicode = unicodeLabel(text, label);
            asciiLength += 1 + aLabel(text, unicode).length();
            normal.append(normal.isEmpty() ? "" : ".").append(unicode);
        }
        if (asciiLength > MAX_LENGTH) {
            throw new MalformedJidException(text, "is no domain: as A-labels it has more than 253 characters");
        }
        return normal.toString();
    }

    /**
     * Whether {@code text} is a domain in normal form, of ASCII alone. Nearly every domain is, each question may look at many
     * parents, and it is seen at a glance.
     */
    public static boolean isPlain(String text) {
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (!isPlainLabel(text, label, i)) {
                    return false;
                }
                label = i + 1;
            } else if (c >= 0x80 || !mayStandInLabel(c)) {
                return false;
            }
        }
        return text.length() <= MAX_LENGTH && isPlainLabel(text, label, text.length());
    }

    private static boolean isPlainLabel(String text, int start, int end) {
        return end > start
                && end - start <= MAX_LABEL
                && text.charAt(start) != '-'
                && text.charAt(end - 1) != '-'
                && (text.charAt(start) != 'x' || !text.startsWith(ACE_PREFIX, start));
    }

    private static String unicodeLabel(String text, String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        if (isAscii(lower)) {
            if (lower.startsWith(ACE_PREFIX)) {
                lower = decode(text, lower);
            }
        } else {
            lower = Normalizer.normalize(lower, Normalizer.Form.NFC);
        }
        check(text, lower);
        return lower;
    }

    private static String decode(String text, String ace) {
        try {
            String unicode = Punycode.decode(ace.substring(ACE_PREFIX.length()));
            boolean canonical = !isAscii(unicode)
                    && unicode.equals(Normalizer.normalize(unicode.toLowerCase(Locale.ROOT), Normalizer.Form.NFC))
                    && ace.equals(ACE_PREFIX + Punycode.encode(unicode));
            if (canonical) {
                return unicode;
            }
        } catch (PunycodeException | RuntimeException e) {
            // Falls through: libidn throws either on input that is no Punycode.
        }
        throw new MalformedJidException(text, "is no domain: '" + Printable.of(ace, 80) + "' is no valid A-label");
    }

    private static void check(String text, String label) {
        if (label.isEmpty()) {
            throw new MalformedJidException(text, "is no domain: it has an empty label");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw new MalformedJidException(text, "is no domain: a label begins or ends with a hyphen");
        }
        if (label.startsWith(ACE_PREFIX)) {
            // A-labels are decoded by now.
            throw new MalformedJidException(text, "is no domain: an A-label holds other characters than ASCII");
        }
        label.codePoints().filter(c -> !mayStandInLabel(c)).findFirst().ifPresent(c -> {
            throw new MalformedJidException(
                    text, "is no domain: it holds the character '" + Printable.of(Character.toString(c), 2) + "'");
        });
        // Full-width and other compatibility forms look like the plain ones and are not: nobody means them.
        if (!isAscii(label) && !Normalizer.isNormalized(label, Normalizer.Form.NFKC)) {
            throw new MalformedJidException(text, "is no domain: it holds a compatibility form of a character");
        }
    }

    private static boolean mayStandInLabel(int c) {
        if (c < 0x80) {
            return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> false;
        };
    }

    private static String aLabel(String text, String label) {
        try {
            String ascii = isAscii(label) ? label : ACE_PREFIX + Punycode.encode(label);
            if (ascii.length() <= MAX_LABEL) {
                return ascii;
            }
        } catch (PunycodeException e) {
            // Falls through: what cannot be encoded is too long for a label.
        }
        throw new MalformedJidException(text, "is no domain: a label has more than 63 characters");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    @Override
    public int compareTo(DomainName other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName domain && value.equals(domain.value);
    }

    /** In words: what a record has by itself is made when it is first called, and a start has to wait for that. */
    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
