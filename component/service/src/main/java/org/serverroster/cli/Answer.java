package org.serverroster.cli;

import java.util.List;
import java.util.Optional;

/**
 * What the service says to a command. Immutable.
 *
 * @param note for a person, or empty
 * @param rows what it lists
 * @param open the session of a command that asks for more; none once it has completed
 */
record Answer(Severity severity, String note, List<Row> rows, Optional<String> open) {

    /** Of the note (XEP-0050 section 4.3). */
    enum Severity {
        INFO,
        WARN,
        /** It was not done. */
        ERROR
    }

    Answer {
        rows = List.copyOf(rows);
    }

    boolean failed() {
        return severity == Severity.ERROR;
    }
}
