package org.serverroster.cli;

/** What the process ends with; those over 63 are those of sysexits.h. */
final class ExitCode {

    /** Done; for {@code trust}: trusted. */
    static final int OK = 0;

    /** The service says that it could not be done, or for one of several; for {@code trust}: not trusted. */
    static final int NOT_DONE = 1;

    static final int USAGE = 2;

    /** EX_DATAERR: a file, or what the service was sent, is not as it should be. */
    static final int DATA = 65;

    /** EX_UNAVAILABLE: the server or the service cannot be reached. */
    static final int UNAVAILABLE = 69;

    /** EX_SOFTWARE: a fault of this program. */
    static final int SOFTWARE = 70;

    /** EX_IOERR: a file cannot be written. */
    static final int IO = 74;

    /** EX_TEMPFAIL: no answer in time, or one that says to try again later. */
    static final int LATER = 75;

    /** EX_PROTOCOL: an answer that makes no sense here. */
    static final int PROTOCOL = 76;

    /** EX_NOPERM: the login failed, or the account may not do that. */
    static final int NO_PERMISSION = 77;

    private ExitCode() {}
}
