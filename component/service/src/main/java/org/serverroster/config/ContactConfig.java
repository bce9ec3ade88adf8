package org.serverroster.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom to write to about this server (XEP-0157, Contact Addresses for XMPP Services). Immutable.
 *
 * @param addresses absolute URIs by role, one of {@link #ROLES}; a role without an address is not there. The field of the
 *     form is the role and {@code -addresses}
 */
public record ContactConfig(Map<String, List<String>> addresses) {

    /** The roles that XEP-0157 section 3.1 registers, in the order of the alphabet. */
    public static final List<String> ROLES =
            List.of("abuse", "admin", "feedback", "sales", "security", "status", "support");

    public ContactConfig {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        addresses.forEach((role, uris) -> copy.put(role, List.copyOf(uris)));
        addresses = Collections.unmodifiableMap(copy);
    }
}
