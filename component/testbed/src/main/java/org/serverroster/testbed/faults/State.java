package org.serverroster.testbed.faults;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A state of RFC 3921 section 9.1 as its two directions, each written down by itself: an oracle must not borrow from
 * what it judges. Immutable.
 *
 * @param out our subscription to the peer
 * @param in the peer's subscription to us
 */
record State(Half out, Half in) {

    /** How far one direction is. */
    enum Half {
        NONE,
        PENDING,
        HOLDS
    }

    static final State NOTHING = new State(Half.NONE, Half.NONE);

    private static final Map<String, State> BY_NAME = Map.of(
            "None", NOTHING,
            "None + Pending Out", new State(Half.PENDING, Half.NONE),
            "None + Pending In", new State(Half.NONE, Half.PENDING),
            "None + Pending Out/In", new State(Half.PENDING, Half.PENDING),
            "To", new State(Half.HOLDS, Half.NONE),
            "To + Pending In", new State(Half.HOLDS, Half.PENDING),
            "From", new State(Half.NONE, Half.HOLDS),
            "From + Pending Out", new State(Half.PENDING, Half.HOLDS),
            "Both", new State(Half.HOLDS, Half.HOLDS));

    private static final Map<State, String> NAMES =
            BY_NAME.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    /** By its name in RFC 3921. */
    static State of(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** What the other side holds when both are right. */
    State mirror() {
        return new State(in, out);
    }

    State withOut(Half next) {
        return new State(next, in);
    }

    State withIn(Half next) {
        return new State(out, next);
    }

    @Override
    public String toString() {
        return NAMES.get(this);
    }
}
