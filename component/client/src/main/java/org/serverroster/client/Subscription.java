package org.serverroster.client;

import java.util.Locale;
import java.util.Optional;

/** Who is subscribed to whom (RFC 3921 section 7.1), seen from the server whose roster it is. */
public enum Subscription {
    /** Neither. */
    NONE,
    /** This server is subscribed to the peer: the peer approved it. */
    TO,
    /** The peer is subscribed to this server: this server's administrators approved it. */
    FROM,
    /** Each to the other. */
    BOTH;

    /** {@return how it is written in XML} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the one that is written so in XML; empty: none is}
     *
     * @param text any
     */
    public static Optional<Subscription> ofWireName(String text) {
        for (Subscription each : values()) {
            if (each.wireName().equals(text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
