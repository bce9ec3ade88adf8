package org.serverroster.config;

import javax.net.ssl.SSLContext;

/** Whether the stream to the server is encrypted. Immutable. */
public sealed interface TlsConfig {

    /** Plain TCP: for a server on the same host, or over a network that is private. */
    record Off() implements TlsConfig {}

    /**
     * TLS from the first byte; the server's certificate must be valid for the configured host.
     *
     * @param context trusts the configured truststore, or else the authorities that Java trusts
     */
    record Direct(SSLContext context) implements TlsConfig {}
}
