package org.serverroster.config;

/** Where health and metrics are served. Immutable. */
public sealed interface HttpConfig {

    /** Nowhere. */
    record Off() implements HttpConfig {}

    /**
     * At one address, without authentication.
     *
     * @param host a host name or IP address (an IPv6 one without brackets); only its interface is listened on
     * @param port 1 to 65535, or 0 for any that is free
     */
    record Listen(String host, int port) implements HttpConfig {}
}
