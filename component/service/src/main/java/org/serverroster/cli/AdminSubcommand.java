package org.serverroster.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.serverroster.json.Json;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.PeerDomain;
import org.serverroster.xmpp.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What every command of an administrator has in common: it logs in, asks the service, tells what came, and logs out.
 * Filled in by picocli; of one thread.
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0   done",
            "  1   the service says that it cannot be done",
            "  2   a wrong command line",
            "  65  the service or this program refuses what was given",
            "  69  the server or the service cannot be reached",
            "  70  a fault of this program",
            "  75  no answer in time, or one that says to try again later",
            "  76  an answer that makes no sense",
            "  77  the login failed, or the account may not do that"
        })
abstract class AdminSubcommand implements Callable<Integer> {

    private static final int MAX_NOTE = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    private final Shell shell;
    private final Session.Opener opener;
    private Target target;

    AdminSubcommand(Shell shell, Session.Opener opener) {
        this.shell = shell;
        this.opener = opener;
    }

    /** Looks at the arguments before anybody is asked for a password. */
    void check() throws CliException {}

    /** Does it, and answers the exit code. */
    abstract int run(Session session) throws CliException;

    @Override
    public final Integer call() {
        try {
            check();
            target = connection.target(shell);
            try (Session session = opener.open(target)) {
                return run(session);
            }
        } catch (CliException e) {
            return tell(e);
        } catch (RuntimeException | LinkageError e) {
            // Not 1: scripts take that for the service's own answer.
            complain(e.getClass().getSimpleName() + ": " + Printable.of(e.getMessage(), 500));
            return ExitCode.SOFTWARE;
        } finally {
            out().flush();
        }
    }

    /** Tells what ended the work, and answers its exit code. */
    final int tell(CliException e) {
        complain(e.getMessage());
        return e.exitCode();
    }

    /** A line about what went wrong. */
    final void complain(String text) {
        err().println(spec.qualifiedName() + ": " + text);
    }

    final Target target() {
        return target;
    }

    final Shell shell() {
        return shell;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final Progress progress() {
        return new Progress(err(), shell.watched());
    }

    final void table(TextTable.Columns columns, List<List<String>> rows) {
        TextTable.lines(columns, rows, shell.columns()).forEach(out()::println);
    }

    /** An object with the service's name and one list. */
    final void json(String name, List<Map<String, Object>> list) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("service", target.service().toString());
        members.put(name, list);
        out().println(Json.of(members));
    }

    /** The service's words: each of its lines is one here, with nothing in it that a terminal would act on. */
    static List<String> lines(String note) {
        return note.lines().map(line -> Printable.of(line, MAX_NOTE)).toList();
    }

    static PeerDomain peer(String text) throws CliException {
        try {
            return PeerDomain.parse(text);
        } catch (MalformedJidException e) {
            throw CliException.usage(e.getMessage());
        }
    }

    /** A text that goes into a form: what no XML can carry, and what would break a line, is refused before it is sent. */
    static String text(String what, String text) throws CliException {
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw CliException.usage(what + " takes no control characters and no line breaks");
        }
        return text;
    }
}
