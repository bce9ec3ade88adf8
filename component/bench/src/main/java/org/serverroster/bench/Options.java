package org.serverroster.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param only the rows to measure; all if there are none
 * @param quick whether small sizes do
 * @param json where the figures go besides the table
 * @param plot where the drawing goes, if the rows that it shows were measured
 * @param profile the folder for recordings of where the service's time goes, which cost some of it
 */
record Options(List<String> only, boolean quick, Optional<Path> json, Optional<Path> plot, Optional<Path> profile) {

    Options {
        only = List.copyOf(only);
    }

    /**
     * Reads the arguments.
     *
     * @param rows the names that there are
     * @throws IllegalArgumentException in words, if they are wrong
     */
    static Options parse(List<String> arguments, List<String> rows) {
        List<String> only = new ArrayList<>();
        boolean quick = false;
        Optional<Path> json = Optional.empty();
        Optional<Path> plot = Optional.empty();
        Optional<Path> profile = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> quick = true;
                case "--only" -> only.addAll(List.of(value(arguments, ++i).split(",")));
                case "--json" -> json = Optional.of(Path.of(value(arguments, ++i)));
                case "--plot" -> plot = Optional.of(Path.of(value(arguments, ++i)));
                case "--profile" -> profile = Optional.of(Path.of(value(arguments, ++i)));
                default -> throw new IllegalArgumentException("no such option: " + arguments.get(i));
            }
        }
        for (String each : only) {
            if (!rows.contains(each)) {
                throw new IllegalArgumentException("no row " + each + "; there are " + String.join(", ", rows));
            }
        }
        return new Options(only, quick, json, plot, profile);
    }

    /** Whether this row is to be measured. */
    boolean wants(String row) {
        return only.isEmpty() || only.contains(row);
    }

    private static String value(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException("a value is missing after " + arguments.get(index - 1));
        }
        return arguments.get(index);
    }
}
