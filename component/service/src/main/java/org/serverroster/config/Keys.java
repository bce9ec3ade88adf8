package org.serverroster.config;

import java.util.List;

/** Every key there is, by section, in the order of the sample file. */
final class Keys {

    static final String ROOT = "server-roster";

    static final List<String> TOP = List.of("components", "database", "http", "limits");
    static final List<String> COMPONENT = List.of(
            "domain",
            "host",
            "port",
            "tls",
            "tls-truststore",
            "secret",
            "secret-file",
            "serves",
            "admins",
            "readers",
            "approval",
            "reciprocate",
            "approve-reverse",
            "trust",
            "contact");
    static final List<String> TRUSTSTORE = List.of("file", "type", "password-file");
    static final List<String> RULE = List.of("match", "action", "reciprocate");
    static final List<String> TRUST = List.of("requires", "subdomains");
    static final List<String> CONTACT = ContactConfig.ROLES;
    static final List<String> DATABASE =
            List.of("embedded-dir", "url", "user", "password", "password-file", "pool-size");
    static final List<String> HTTP = List.of("listen");
    static final List<String> LIMITS =
            List.of("max-pending", "requests-per-minute", "peer-requests-per-minute", "stanza-bytes");

    private Keys() {}
}
