package org.serverroster.command;

import java.util.Optional;

/**
 * What a person is told once a command has completed. Immutable.
 *
 * @param severity of the note (XEP-0050 section 4.3)
 * @param note whole sentences
 * @param listing what the command lists, if it does
 */
public record Completion(Severity severity, String note, Optional<Listing> listing) {

    /** How serious a note is. */
    public enum Severity {
        INFO("info"),
        WARN("warn"),
        /** It was not done, and nothing was changed. */
        ERROR("error");

        private final String type;

        Severity(String type) {
            this.type = type;
        }

        /** The value of the note's {@code type} attribute. */
        public String type() {
            return type;
        }
    }

    public static Completion info(String note) {
        return new Completion(Severity.INFO, note, Optional.empty());
    }

    public static Completion warn(String note) {
        return new Completion(Severity.WARN, note, Optional.empty());
    }

    public static Completion error(String note) {
        return new Completion(Severity.ERROR, note, Optional.empty());
    }

    static Completion listing(String note, Listing listing) {
        return new Completion(Severity.INFO, note, Optional.of(listing));
    }
}
