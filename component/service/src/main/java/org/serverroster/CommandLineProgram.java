package org.serverroster;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.serverroster.cli.AdminCommands;
import org.serverroster.cli.Shell;
import org.serverroster.config.ComponentConfig;
import org.serverroster.config.ConfigLoader;
import org.serverroster.config.ConfigurationException;
import org.serverroster.config.Fault;
import org.serverroster.config.Loaded;
import org.serverroster.config.ServerRosterConfig;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program's command line. An operator's commands are here: they read the configuration, tell what is wrong with it,
 * and hand it on. Exit codes: 0, 1 for what went wrong later, 2 for a wrong command line, 78 (EX_CONFIG of sysexits.h) for
 * a wrong configuration. An administrator's are those of {@code cli}. Of one thread.
 */
@Command(
        name = "server-roster",
        description = "Keeps the list of servers that the administrators of an XMPP server trust (XEP-0267).",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineProgram.VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading =
                "%nWithout --config: $SERVER_ROSTER_CONFIG, or else config/server-roster.conf of the installation,"
                        + " or else%n/etc/server-roster/server-roster.conf.%n",
        footer = {
            "",
            "Exit codes: 0, 1 on failure, 2 for a wrong command line, 78 for a wrong configuration; those of an"
                    + " administrator's",
            "commands: see their --help.",
            "",
            "server-roster prepare, once after unpacking, makes starts quicker, for the Java that is found then.",
            "",
            "Environment: SERVER_ROSTER_CONFIG, SERVER_ROSTER_LOG_CONFIG (a log4j2 file), JAVA_HOME, JAVA_OPTS."
        })
final class CommandLineProgram implements Runnable {

    private static final int CONFIGURATION = 78;

    @Spec
    private CommandSpec spec;

    private final Installation installation;
    private final ToIntFunction<ServerRosterConfig> run;
    private final ToIntFunction<ServerRosterConfig> migrate;

    /**
     * Takes what the commands do; nothing is done before {@link #execute}.
     *
     * @param run attaches, stays until the process is told to stop, and answers the exit code
     * @param migrate brings the database to this version's schema, and answers the exit code
     */
    CommandLineProgram(
            Installation installation,
            ToIntFunction<ServerRosterConfig> run,
            ToIntFunction<ServerRosterConfig> migrate) {
        this.installation = installation;
        this.run = run;
        this.migrate = migrate;
    }

    /** Does what the arguments say, and answers the exit code. */
    int execute(PrintWriter out, PrintWriter err, String... arguments) {
        List<String> words = List.of(arguments);
        if (words.equals(List.of("run"))) {
            return runAtOnce(null, err);
        }
        if (words.size() == 3 && words.subList(0, 2).equals(List.of("run", "--config")) && isPlain(words.get(2))) {
            return runAtOnce(Path.of(words.get(2)), err);
        }
        return parse(out, err, arguments);
    }

    /** Neither another option nor a file of arguments. */
    private static boolean isPlain(String word) {
        return !word.startsWith("-") && !word.startsWith("@");
    }

    /** As each start of the service does: to have all the commands looked at first would take as long as the rest of it. */
    private int runAtOnce(Path file, PrintWriter err) {
        try {
            return withConfig(file, err, loaded -> run.applyAsInt(loaded.config()));
        } catch (RuntimeException e) {
            return tellFailure(e, err);
        }
    }

    private int parse(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine program = new CommandLine(this);
        AdminCommands.addTo(program, Shell.ofThisProcess(installation.environment(), installation.adminsConfigFile()));
        return program.setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> tellFailure(e, command.getErr()))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say which command: run, check-config or migrate for an operator, any other for an administrator");
    }

    @Command(
            name = "run",
            description =
                    "Attaches every component to its server, and stays until it is told to stop (SIGTERM, Ctrl-C).",
            mixinStandardHelpOptions = true)
    int run(@Option(names = "--config", paramLabel = "FILE", description = "the configuration") Path file) {
        return withConfig(file, loaded -> run.applyAsInt(loaded.config()));
    }

    @Command(
            name = "check-config",
            description = "Tells everything that is wrong with the configuration, and changes nothing.",
            mixinStandardHelpOptions = true)
    int checkConfig(@Option(names = "--config", paramLabel = "FILE", description = "the configuration") Path file) {
        return withConfig(file, loaded -> {
            String domains = loaded.config().components().stream()
                    .map(CommandLineProgram::named)
                    .collect(Collectors.joining("; "));
            out().println(loaded.file() + " is right: a component for " + domains);
            return CommandLine.ExitCode.OK;
        });
    }

    private static String named(ComponentConfig component) {
        return component.domain()
                + component.serves().stream()
                        .map(LocalDomain::toString)
                        .collect(Collectors.joining(", ", component.serves().isEmpty() ? "" : ", which serves ", ""));
    }

    @Command(
            name = "migrate",
            description = "Brings the database to the schema of this version, which run does as well, and ends.",
            mixinStandardHelpOptions = true)
    int migrate(@Option(names = "--config", paramLabel = "FILE", description = "the configuration") Path file) {
        return withConfig(file, loaded -> migrate.applyAsInt(loaded.config()));
    }

    private int withConfig(Path given, ToIntFunction<Loaded> action) {
        return withConfig(given, spec.commandLine().getErr(), action);
    }

    private int withConfig(Path given, PrintWriter err, ToIntFunction<Loaded> action) {
        Path file = (given == null ? installation.configFile() : given)
                .toAbsolutePath()
                .normalize();
        try {
            Loaded loaded = ConfigLoader.load(file, installation.environment());
            loaded.warnings().forEach(warning -> err.println("warning: " + warning));
            return action.applyAsInt(loaded);
        } catch (ConfigurationException e) {
            List<Fault> faults = e.faults();
            err.println(faults.size() + (faults.size() == 1 ? " fault in " : " faults in ") + file);
            faults.forEach(err::println);
            return CONFIGURATION;
        }
    }

    /** What is not foreseen: one line, for libraries' messages and traces may quote what they were given. */
    private static int tellFailure(Exception e, PrintWriter err) {
        err.println("failed: " + e.getClass().getSimpleName() + ": " + Printable.of(e.getMessage(), 500));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** What {@code --version} prints. */
    static final class VersionLine implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"server-roster " + Version.current() + " (Java " + Runtime.version() + ")"};
        }
    }
}
