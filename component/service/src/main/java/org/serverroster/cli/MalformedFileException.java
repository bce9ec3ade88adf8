package org.serverroster.cli;

import java.util.List;

/** A file that is no roster: everything that is wrong with it, each in a line. */
final class MalformedFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    MalformedFileException(List<String> faults) {
        super(faults.get(0));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
