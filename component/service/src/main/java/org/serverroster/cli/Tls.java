package org.serverroster.cli;

import java.util.Locale;

/** Whether the login is encrypted. */
enum Tls {
    /** STARTTLS (RFC 6120 section 5) with a certificate that is valid for the account's domain, or no login. */
    REQUIRED,

    /** None, and to this machine alone: a password would cross the network in plain. */
    OFF,

    /** None, wherever the server is. */
    OFF_ANYWHERE;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
