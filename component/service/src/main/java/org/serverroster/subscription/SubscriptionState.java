package org.serverroster.subscription;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nine states of a subscription between two parties, as RFC 3921 section 9.1 names them, seen from ours: To means
 * that we are subscribed to the peer, From that the peer is subscribed to us.
 */
public enum SubscriptionState {
    NONE("None", false, false, false, false),
    NONE_PENDING_OUT("None + Pending Out", false, false, true, false),
    NONE_PENDING_IN("None + Pending In", false, false, false, true),
    NONE_PENDING_OUT_IN("None + Pending Out/In", false, false, true, true),
    TO("To", true, false, false, false),
    TO_PENDING_IN("To + Pending In", true, false, false, true),
    FROM("From", false, true, false, false),
    FROM_PENDING_OUT("From + Pending Out", false, true, true, false),
    BOTH("Both", true, true, false, false);

    private static final Map<String, SubscriptionState> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(SubscriptionState::rfcName, Function.identity()));

    private final String rfcName;
    private final boolean to;
    private final boolean from;
    private final boolean pendingOut;
    private final boolean pendingIn;

    SubscriptionState(String rfcName, boolean to, boolean from, boolean pendingOut, boolean pendingIn) {
        this.rfcName = rfcName;
        this.to = to;
        this.from = from;
        this.pendingOut = pendingOut;
        this.pendingIn = pendingIn;
    }

    /** The state that RFC 3921 calls {@code name}, if it has such a one. */
    public static Optional<SubscriptionState> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The name in RFC 3921 section 9.1, such as {@code None + Pending Out/In}. */
    public String rfcName() {
        return rfcName;
    }

    /** Whether we are subscribed to the peer. */
    public boolean to() {
        return to;
    }

    /** Whether the peer is subscribed to us: our administrators approved it. */
    public boolean from() {
        return from;
    }

    /** Whether our request waits for the peer's answer. */
    public boolean pendingOut() {
        return pendingOut;
    }

    /** Whether the peer's request waits for our administrators' answer. */
    public boolean pendingIn() {
        return pendingIn;
    }

    /** The {@code subscription} attribute of a roster item in this state: none, to, from or both. */
    public String subscription() {
        if (to) {
            return from ? "both" : "to";
        }
        return from ? "from" : "none";
    }

    @Override
    public String toString() {
        return rfcName;
    }
}
