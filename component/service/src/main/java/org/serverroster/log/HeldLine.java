package org.serverroster.log;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.TimestampMessage;
import org.apache.logging.log4j.spi.LoggerContext;

/** What was said before the log was there, and when, in milliseconds since 1970. Immutable. */
record HeldLine(String logger, String caller, Level level, Marker marker, Said words, Throwable thrown) {

    /** In words at once, for what they are made of may change. */
    static HeldLine of(String logger, String caller, Level level, Marker marker, Message message, Throwable thrown) {
        Said words = new Said(message.getFormattedMessage(), System.currentTimeMillis());
        return new HeldLine(logger, caller, level, marker, words, thrown == null ? message.getThrowable() : thrown);
    }

    /** Says it, if the configuration of the log lets it. */
    void say(LoggerContext log) {
        // Named a message, for it is text as well.
        Message message = words;
        log.getLogger(logger).logIfEnabled(caller, level, marker, message, thrown);
    }

    /** Words with their time, which log4j takes for that of the event. */
    static final class Said extends SimpleMessage implements TimestampMessage {

        private static final long serialVersionUID = 1L;

        private final long time;

        Said(String words, long time) {
            super(words);
            this.time = time;
        }

        @Override
        public long getTimestamp() {
            return time;
        }
    }
}
