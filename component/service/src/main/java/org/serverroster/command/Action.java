package org.serverroster.command;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a requester wants done with a command (XEP-0050 section 4.1). */
enum Action {
    EXECUTE,
    PREV,
    NEXT,
    COMPLETE,
    CANCEL;

    /** The action of that name; {@code execute} where there is none. */
    static Optional<Action> named(String name) {
        if (name == null || name.equals("execute")) {
            return Optional.of(EXECUTE);
        }
        return Stream.of(values()).filter(action -> action.label().equals(name)).findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
