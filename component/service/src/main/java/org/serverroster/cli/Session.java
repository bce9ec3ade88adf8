package org.serverroster.cli;

import java.util.List;
import java.util.Map;

/** A login, through which the service is asked. Of one thread. */
interface Session extends AutoCloseable {

    /** Logs in. */
    interface Opener {

        /** @throws CliException if that cannot be done */
        Session open(Target target) throws CliException;
    }

    /**
     * Runs a command (XEP-0050) with its form filled in at once.
     *
     * @param fields the values of the fields; those left out keep what the form suggests
     * @throws CliException if it is answered with an error, or not in time
     */
    Answer run(String node, Map<String, List<String>> fields) throws CliException;

    /** Fills in the form of a command's further stage. */
    Answer complete(String node, String open, Map<String, List<String>> fields) throws CliException;

    /** Ends a command that asks for more. */
    void cancel(String node, String open) throws CliException;

    /** Asks whether domains are trusted; the answers come in the order of the questions. */
    List<Verdict> trust(List<String> jids) throws CliException;

    /** Logs out. */
    @Override
    void close();
}
