package org.serverroster.cli;

import org.serverroster.xmpp.Printable;

/** What ends a command before it is done. Its message is fit for a terminal, and holds no secret. */
final class CliException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_MESSAGE = 2_000;

    private final int exitCode;

    /** @param exitCode one of {@link ExitCode} */
    CliException(int exitCode, String message) {
        super(Printable.of(message, MAX_MESSAGE));
        this.exitCode = exitCode;
    }

    static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
