package org.serverroster.cli;

import java.time.Duration;
import java.util.Optional;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/**
 * Whom to log in as, where, and which service to ask. Immutable.
 *
 * @param account a bare address with a local part
 * @param service the local domain whose roster it is about
 * @param server where to connect; without one, what DNS says of the account's domain (RFC 6120 section 3.2)
 * @param timeout how long to wait for a connection, and for each answer
 */
record Target(Jid account, LocalDomain service, Optional<Server> server, Tls tls, Secret password, Duration timeout) {

    /** @param port 1 to 65535 */
    record Server(String host, int port) {

        static final int CLIENT_PORT = 5222;

        /** {@code HOST}, {@code HOST:PORT}, {@code [IPv6]} or {@code [IPv6]:PORT}. */
        static Server parse(String text) throws CliException {
            String host = text;
            String port = "";
            int colon = text.lastIndexOf(':');
            boolean bracketed = text.startsWith("[");
            if (colon >= 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
                host = text.substring(0, colon);
                port = text.substring(colon + 1);
                if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                    throw wrong(text);
                }
            }
            if (bracketed && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            if (!host.matches("[^\\s\\[\\]/@]+")) {
                throw wrong(text);
            }
            return new Server(host, port.isEmpty() ? CLIENT_PORT : Integer.parseInt(port));
        }

        private static CliException wrong(String text) {
            return CliException.usage("--server takes HOST or HOST:PORT, not '" + text + "'");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Where the connection goes, for messages. */
    String where() {
        return server.map(Server::toString).orElse(account.domain().toString());
    }
}
