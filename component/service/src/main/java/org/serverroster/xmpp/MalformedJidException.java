package org.serverroster.xmpp;

/** A text that was to be an address and is none. The message says what is wrong, in words fit for a person, quoted. */
public final class MalformedJidException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MalformedJidException(String text, String why) {
        super("'" + Printable.of(text, 80) + "' " + why);
    }
}
