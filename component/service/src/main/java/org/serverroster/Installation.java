package org.serverroster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where this program is installed, and where it looks for its files. Immutable.
 *
 * @param home the folder that holds {@code config/}, if the launcher told it
 * @param system the machine's own configuration, there or not
 * @param environment the variables of the process
 */
record Installation(Optional<Path> home, Path system, Map<String, String> environment) {

    private static final String HOME = "server-roster.home";
    private static final String CONFIG = "SERVER_ROSTER_CONFIG";
    private static final String LOG_CONFIG = "SERVER_ROSTER_LOG_CONFIG";
    private static final Path SYSTEM = Path.of("/etc/server-roster/server-roster.conf");

    Installation {
        environment = Map.copyOf(environment);
    }

    static Installation ofThisProcess() {
        return new Installation(Optional.ofNullable(System.getProperty(HOME)).map(Path::of), SYSTEM, System.getenv());
    }

    /**
     * The configuration that the service reads unless the command line names one. The installation's own comes last: unless
     * somebody wrote his own over it, it is the sample.
     */
    Path configFile() {
        return named(CONFIG)
                .or(() -> Optional.of(system).filter(Files::exists))
                .or(() -> inHome("server-roster.conf").filter(Files::exists))
                .orElse(system);
    }

    /** The same for administrators' commands, which never log in by the names of a sample. */
    Path adminsConfigFile() {
        return named(CONFIG).orElse(system);
    }

    /** The log's configuration; without one, that in the jar counts. */
    Optional<Path> logConfigFile() {
        return named(LOG_CONFIG).or(() -> inHome("log4j2.xml").filter(Files::exists));
    }

    /** Whether somebody wants another log than usual, and may look for what is said first. */
    boolean hasOwnLog() {
        return named(LOG_CONFIG).isPresent();
    }

    private Optional<Path> named(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private Optional<Path> inHome(String name) {
        return home.map(path -> path.resolve("config").resolve(name));
    }
}
