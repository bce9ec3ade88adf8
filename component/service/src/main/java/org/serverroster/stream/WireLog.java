package org.serverroster.stream;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.dom4j.Element;
import org.serverroster.xmpp.Printable;

/**
 * Prints each stanza that crosses, one a line, on the logger {@code org.serverroster.wire} at debug level. Never the
 * handshake. Any thread.
 */
final class WireLog {

    private static final Logger LOG = LogManager.getLogger("org.serverroster.wire");
    private static final int MOST = 16_384;

    private WireLog() {}

    /** Whether anything is printed. */
    static boolean isOn() {
        return LOG.isDebugEnabled();
    }

    static void out(String domain, byte[] stanza) {
        if (isOn()) {
            LOG.debug("{} > {}", domain, shown(new String(stanza, StandardCharsets.UTF_8)));
        }
    }

    static void in(String domain, Element stanza) {
        if (isOn()) {
            LOG.debug("{} < {}", domain, shown(text(stanza)));
        }
    }

    /** Back slashes are escaped too, so that what crossed can be told from the line. */
    private static String shown(String text) {
        return Printable.of(text.replace("\\", "\\\\"), MOST);
    }

    private static String text(Element stanza) {
        try {
            return StanzaBytes.text(stanza);
        } catch (IllegalArgumentException e) {
            return "(" + stanza.getName() + " that can't be shown: " + e.getMessage() + ")";
        }
    }
}
