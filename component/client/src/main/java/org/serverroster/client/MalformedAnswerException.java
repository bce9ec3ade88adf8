package org.serverroster.client;

/** What came back is no answer to the question. It says nothing about the domain: treat it as not trusted. */
public final class MalformedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words */
    public MalformedAnswerException(String message) {
        super(message);
    }
}
