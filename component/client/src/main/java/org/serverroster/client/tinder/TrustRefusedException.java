package org.serverroster.client.tinder;

/** The server roster, or a server on the way, answered with an error. It says nothing about the domain. */
public final class TrustRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The error's defined condition. */
    private final String condition;

    /** Whether the error's type is {@code wait}. */
    private final boolean temporary;

    TrustRefusedException(String condition, boolean temporary, String text) {
        super(text.isEmpty() ? condition : condition + ": " + text);
        this.condition = condition;
        this.temporary = temporary;
    }

    /** {@return the defined condition (RFC 6120 section 8.3.3), such as {@code forbidden}: you are none of its readers} */
    public String condition() {
        return condition;
    }

    /** {@return whether the same question may be answered later: the error's type is {@code wait}} */
    public boolean isTemporary() {
        return temporary;
    }
}
