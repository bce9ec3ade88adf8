package org.serverroster.stream;

/**
 * Answers stanzas of some kind straight from their bytes. It knows such a stanza to the last byte, or leaves it alone: then
 * it is parsed, as every other is.
 *
 * <p>Called on the stream's reader thread.
 */
@FunctionalInterface
public interface Shortcut {

    /** No stanza that is answered here. */
    int OTHER = -1;

    /** The bytes may become one when more come. To be said of no more than {@link #MOST_UNFINISHED} bytes. */
    int UNFINISHED = 0;

    /** What may be kept until more comes. */
    int MOST_UNFINISHED = 4_096;

    /**
     * Answers the stanza that begins at {@code from}, if it is one that is answered here and its end is there.
     *
     * @param bytes what came from the server, up to {@code to}: a stanza, if any, begins at {@code from}
     * @param answers takes the answer; of a stanza that is left alone, what was added is taken back
     * @return how many bytes the stanza has that was answered; else {@link #UNFINISHED} or {@link #OTHER}
     */
    int answer(byte[] bytes, int from, int to, Answers answers);
}
