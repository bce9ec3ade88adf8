package org.serverroster.subscription;

import java.util.Locale;

/** The four types of presence that change a subscription (RFC 3921 section 8). */
public enum SubscriptionType {
    SUBSCRIBE,
    UNSUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBED;

    /** The value of the stanza's {@code type} attribute. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
