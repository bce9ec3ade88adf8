package org.serverroster.stream;

import org.dom4j.Element;

/**
 * Hears what happens on a stream.
 *
 * <p>Every method is called on the stream's own reader thread, one at a time, in the order of arrival: what a method
 * does not return from, the stream does not read on. An exception is logged and the stream goes on.
 */
public interface StreamListener {

    /** The server has taken the handshake. Called before the first stanza; stanzas can be sent from here on. */
    void attached();

    /** A {@code message}, {@code presence} or {@code iq}, in no namespace where the wire has the stream's own. */
    void received(Element stanza);

    /** Offered what may be a stanza before it is parsed; see {@link Shortcut}. What it answers is not {@link #received}. */
    default int answer(byte[] bytes, int from, int to, Answers answers) {
        return Shortcut.OTHER;
    }

    /**
     * A stanza that went over a bound and was skipped as it streamed by (RFC 6120, section 13.12, leaves the bounds to
     * us). The stream stays: the server relays whatever any peer sends, so ending it would let any peer detach us.
     *
     * @param root the stanza's own name with its {@code from}, {@code to}, {@code id} and {@code type} as far as they
     *     have a sane length, and no content
     */
    void oversized(Element root);

    /** The stream is over; each {@link #attached()} is followed by exactly one of these. */
    void detached(StreamEnd why);
}
