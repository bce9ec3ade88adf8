package org.serverroster;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.serverroster.config.ServerRosterConfig;
import org.serverroster.log.LateContext;
import org.serverroster.log.LateProvider;
import org.serverroster.roster.Database;

/** The start of the process. */
public final class Main {

    /** How long what is logged may be late. */
    private static final Duration START = Duration.ofSeconds(1);

    private Main() {}

    /** Does what the arguments say, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Installation installation = Installation.ofThisProcess();
        if (arguments.length > 0 && arguments[0].equals("run")) {
            beginLogging(installation);
            begin("database-rehearsal", Database::rehearse);
        }
        int exitCode = new CommandLineProgram(
                        installation,
                        logging(installation, ServerRoster::run),
                        logging(installation, ServerRoster::migrate))
                .execute(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments);
        System.exit(exitCode);
    }

    /** What the service does is logged; what an administrator does at the command line is not. */
    private static ToIntFunction<ServerRosterConfig> logging(
            Installation installation, ToIntFunction<ServerRosterConfig> action) {
        return config -> {
            configureLogging(installation);
            return action.applyAsInt(config);
        };
    }

    /** To make it ready takes longer than all the rest of a start, which goes first: see {@link LateContext}. */
    private static void beginLogging(Installation installation) {
        configureLogging(installation);
        setUnlessSet("log4j.provider", LateProvider.class.getName());
        // The program ends the log itself; and a log that is begun while the process ends could add no hook.
        setUnlessSet("log4j.shutdownHookEnabled", "false");
        // What there is to find is known: nothing has to look through all libraries for it.
        setUnlessSet("slf4j.provider", "org.apache.logging.slf4j.SLF4JServiceProvider");
        setUnlessSet("slf4j.internal.verbosity", "WARN");
        begin("log", () -> LateContext.await(START));
    }

    private static void begin(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Before anything logs: each of the two is read once, when the first logger is made. */
    private static void configureLogging(Installation installation) {
        setUnlessSet("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        installation.logConfigFile().ifPresent(file -> setUnlessSet("log4j2.configurationFile", file.toString()));
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** In UTF-8 whatever the locale: a service's is often C. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
