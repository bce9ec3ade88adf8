package org.serverroster.stream;

import java.util.Locale;
import java.util.Optional;

/** The conditions of stream errors: RFC 6120, section 4.9.3, in its order. */
public enum StreamCondition {
    BAD_FORMAT,
    BAD_NAMESPACE_PREFIX,
    CONFLICT,
    CONNECTION_TIMEOUT,
    HOST_GONE,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INTERNAL_SERVER_ERROR,
    INVALID_FROM,
    INVALID_NAMESPACE,
    INVALID_XML,
    NOT_AUTHORIZED,
    NOT_WELL_FORMED,
    POLICY_VIOLATION,
    REMOTE_CONNECTION_FAILED,
    RESET,
    RESOURCE_CONSTRAINT,
    RESTRICTED_XML,
    SEE_OTHER_HOST,
    SYSTEM_SHUTDOWN,
    UNDEFINED_CONDITION,
    UNSUPPORTED_ENCODING,
    UNSUPPORTED_FEATURE,
    UNSUPPORTED_STANZA_TYPE,
    UNSUPPORTED_VERSION;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The element's name, as in {@code host-unknown}. */
    public String wireName() {
        return wireName;
    }

    static Optional<StreamCondition> of(String name) {
        // RFC 3920, section 4.7.3, called it so, and Prosody does still.
        String today = name.equals("xml-not-well-formed") ? "not-well-formed" : name;
        for (StreamCondition each : values()) {
            if (each.wireName.equals(today)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return wireName;
    }
}
