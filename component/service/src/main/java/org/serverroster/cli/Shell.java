package org.serverroster.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What the command was started with, beside its arguments. Immutable.
 *
 * @param environment the variables of the process
 * @param configFile the configuration that is read unless the command line names one
 * @param columns the width of the terminal that the output goes to, if it goes to one
 * @param watched whether the standard error is a terminal
 * @param prompt asks the person at the terminal, if there is one
 */
public record Shell(
        Map<String, String> environment,
        Path configFile,
        OptionalInt columns,
        boolean watched,
        Optional<Prompt> prompt) {

    /** Set by the launcher, for Java cannot ask the terminal. */
    private static final String COLUMNS = "server-roster.columns";

    private static final String WATCHED = "server-roster.watched";

    /** A person at a terminal. */
    public interface Prompt {

        /** Asks for a line; empty at the end of the input. */
        Optional<String> line(String question);

        /** Asks for a line that is not shown; empty at the end of the input. */
        Optional<String> hidden(String question);
    }

    public Shell {
        environment = Map.copyOf(environment);
    }

    public static Shell ofThisProcess(Map<String, String> environment, Path configFile) {
        Integer columns = Integer.getInteger(COLUMNS);
        return new Shell(
                environment,
                configFile,
                columns == null || columns < 1 ? OptionalInt.empty() : OptionalInt.of(columns),
                Boolean.getBoolean(WATCHED),
                Optional.ofNullable(System.console()).map(ConsolePrompt::new));
    }

    /** The variable's value, unless it is empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private record ConsolePrompt(Console console) implements Prompt {

        @Override
        public Optional<String> line(String question) {
            return answer(console -> console.readLine("%s", question));
        }

        @Override
        public Optional<String> hidden(String question) {
            return answer(console -> {
                char[] read = console.readPassword("%s", question);
                return read == null ? null : new String(read);
            });
        }

        private Optional<String> answer(Function<Console, String> ask) {
            return Optional.ofNullable(ask.apply(console));
        }
    }
}
