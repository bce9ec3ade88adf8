package org.serverroster.stream;

import java.util.function.IntSupplier;

/** Counts what a stream does. Does nothing unless a method is overridden. Called from any of the stream's threads. */
public interface StreamMetrics {

    /** Counts nothing. */
    StreamMetrics NONE = new StreamMetrics() {};

    /** Given once, before the first attempt. */
    default void queueDepth(IntSupplier stanzasThatWaitToBeWritten) {}

    /** An attempt to connect begins. */
    default void connecting() {}

    default void attached() {}

    /** An attempt failed or a stream ended; {@link StreamEnd#label()} is one of a few dozen fixed strings. */
    default void ended(StreamEnd why) {}

    default void bytesIn(int count) {}

    default void bytesOut(int count) {}

    default void stanzasIn(int count) {}

    default void stanzasOut(int count) {}

    /** A stanza that came in was over a bound and was skipped. */
    default void oversized() {}

    /** A top-level element that is no stanza came in and was ignored. */
    default void ignored() {}

    /** Stanzas were not written: not attached, or the queue was full, or the connection ended before their turn. */
    default void dropped(int count) {}

    /** A stanza was refused since it can't be written as XML. */
    default void refused() {}
}
