package org.serverroster.trust;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.serverroster.stream.Shortcut;
import org.serverroster.xmpp.Namespaces;

/**
 * Reads a trust question from its bytes, if it is written as servers write it: one {@code <iq/>} of type get with an id and
 * two addresses, in it one {@code <trust/>} with a {@code jid}, and nothing else; attributes in any order and in either
 * kind of quotes, one space before each; printable ASCII, and nothing that XML escapes. {@code xml:lang} is passed over.
 *
 * <p>What is read holds until the next reading. Owned by the stream's reader thread.
 */
final class PlainQuestion {

    /** Where a value stands. */
    static final class Value {

        private int from;
        private int to;

        int from() {
            return from;
        }

        int to() {
            return to;
        }

        private boolean isThere() {
            return from < to;
        }

        private void clear() {
            from = 0;
            to = 0;
        }
    }

    private static final byte[] IQ = ascii("<iq");
    private static final byte[] TRUST = ascii("<trust");
    private static final byte[] TRUST_END = ascii("</trust>");
    private static final byte[] IQ_END = ascii("</iq>");
    private static final byte[] GET = ascii("get");
    private static final byte[] NAMESPACE = ascii(Namespaces.TRUST);

    private static final byte[] TYPE_NAME = ascii("type=");
    private static final byte[] ID_NAME = ascii("id=");
    private static final byte[] FROM_NAME = ascii("from=");
    private static final byte[] TO_NAME = ascii("to=");
    private static final byte[] LANG_NAME = ascii("xml:lang=");
    private static final byte[] XMLNS_NAME = ascii("xmlns=");
    private static final byte[] JID_NAME = ascii("jid=");

    /** The bytes that may stand in a value. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        Arrays.fill(PLAIN, ' ', 0x7f, true);
        for (char c : "<>&'\"".toCharArray()) {
            PLAIN[c] = false;
        }
    }

    private final Value id = new Value();
    private final Value from = new Value();
    private final Value to = new Value();
    private final Value jid = new Value();
    private final Value type = new Value();
    private final Value lang = new Value();
    private final Value namespace = new Value();

    private byte[] bytes = {};
    private int at;
    private int limit;

    /** Its length, or {@link Shortcut#UNFINISHED} or {@link Shortcut#OTHER}. */
    int read(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        limit = Math.min(to, from + Shortcut.MOST_UNFINISHED);
        if (isQuestion()) {
            return at - from;
        }
        return at == to ? Shortcut.UNFINISHED : Shortcut.OTHER;
    }

    Value id() {
        return id;
    }

    Value from() {
        return from;
    }

    Value to() {
        return to;
    }

    /** The domain that it is about, if the value is one. */
    Value jid() {
        return jid;
    }

    // Each of these reads on for as long as it finds what it expects, and stops at what is something else, or at the
    // limit.

    private boolean isQuestion() {
        return is(IQ) && iqAttributes() && is(TRUST) && trustAttributes() && is(IQ_END);
    }

    private boolean iqAttributes() {
        type.clear();
        id.clear();
        from.clear();
        to.clear();
        lang.clear();
        while (isNext(' ')) {
            if (!iqAttribute()) {
                return false;
            }
        }
        return isNext('>')
                && id.isThere()
                && from.isThere()
                && to.isThere()
                && Arrays.equals(bytes, type.from, type.to, GET, 0, GET.length);
    }

    private boolean iqAttribute() {
        if (at == limit) {
            return false;
        }
        return switch (bytes[at]) {
            case 'i' -> value(ID_NAME, id);
            case 'f' -> value(FROM_NAME, from);
            case 'x' -> value(LANG_NAME, lang);
            case 't' -> at + 1 < limit && bytes[at + 1] == 'o' ? value(TO_NAME, to) : value(TYPE_NAME, type);
            default -> false;
        };
    }

    private boolean trustAttributes() {
        namespace.clear();
        jid.clear();
        while (isNext(' ')) {
            if (at == limit || !(bytes[at] == 'j' ? value(JID_NAME, jid) : value(XMLNS_NAME, namespace))) {
                return false;
            }
        }
        if (at == limit) {
            return false;
        }
        boolean closed = bytes[at] == '/' ? isNext('/') && isNext('>') : isNext('>') && is(TRUST_END);
        return closed
                && jid.isThere()
                && Arrays.equals(bytes, namespace.from, namespace.to, NAMESPACE, 0, NAMESPACE.length);
    }

    /** An attribute of that name, which was not there before; its value is not empty. */
    private boolean value(byte[] name, Value value) {
        if (!is(name) || at == limit) {
            return false;
        }
        byte quote = bytes[at];
        if (quote != '\'' && quote != '"' || value.isThere()) {
            return false;
        }
        int start = ++at;
        while (at < limit && PLAIN[bytes[at] & 0xff]) {
            at++;
        }
        if (at == limit || at == start || bytes[at] != quote) {
            return false;
        }
        value.from = start;
        value.to = at++;
        return true;
    }

    private boolean is(byte[] expected) {
        for (byte each : expected) {
            if (at == limit || bytes[at] != each) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean isNext(char expected) {
        if (at == limit || bytes[at] != expected) {
            return false;
        }
        at++;
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
