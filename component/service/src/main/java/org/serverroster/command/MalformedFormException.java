package org.serverroster.command;

/** A submitted form that is none of ours, or that holds what its fields cannot. The message is fit for a person. */
public final class MalformedFormException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedFormException(String why) {
        super(why);
    }
}
