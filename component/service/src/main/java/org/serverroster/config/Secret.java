package org.serverroster.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A secret or a password. Nothing but {@link #reveal} shows it: not its text form, not its hash, not the time that a
 * comparison takes. Immutable.
 */
public final class Secret {

    private final String content;

    public Secret(String content) {
        this.content = Objects.requireNonNull(content);
    }

    /** The content. Keep it out of logs, errors and metrics. */
    public String reveal() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    /** The same for all: a hash would tell something of the content. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    private byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
