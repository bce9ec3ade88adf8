package org.serverroster.stream;

/** No connection came about. */
final class ConnectFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final transient StreamEnd why;

    ConnectFailure(StreamEnd why) {
        super(why.words(), null, false, false);
        this.why = why;
    }

    StreamEnd why() {
        return why;
    }
}
