package org.serverroster.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said before the log is there is said all the same: by log4j itself, which is behind it as in the program. */
class LateContextTest {

    private static final String NAME = "org.serverroster.late";

    private final List<LogEvent> written = new CopyOnWriteArrayList<>();
    private final LateContext late = new LateContext();
    private final Logger logger = late.getLogger(NAME);
    private final Lines lines = new Lines(written);

    private static final class Lines extends AbstractAppender {

        private final List<LogEvent> written;

        Lines(List<LogEvent> written) {
            super("late", null, null, false, Property.EMPTY_ARRAY);
            this.written = written;
        }

        @Override
        public void append(LogEvent event) {
            // Other tests log meanwhile.
            if (event.getLoggerName().equals(NAME)) {
                written.add(event.toImmutable());
            }
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        LoggerContext log4j = (LoggerContext) LogManager.getContext(LateContext.class.getClassLoader(), false);
        log4j.getConfiguration().getRootLogger().addAppender(lines, Level.ALL, null);
    }

    @AfterEach
    void listenNoMore() {
        LoggerContext log4j = (LoggerContext) LogManager.getContext(LateContext.class.getClassLoader(), false);
        log4j.getConfiguration().getRootLogger().removeAppender(lines.getName());
    }

    private List<String> lines() {
        return written.stream()
                .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                .toList();
    }

    @Test
    void what_is_said_early_is_said_in_order_and_with_its_time() {
        StringBuilder mutable = new StringBuilder("before");
        long before = System.currentTimeMillis();
        logger.info("one {}", mutable);
        long after = System.currentTimeMillis();
        mutable.append(" changed");
        logger.debug("nobody asked for it");
        logger.warn("two");

        assertThat(lines()).isEmpty();

        late.ready();
        logger.info("three");

        assertThat(lines()).containsExactly("INFO one before", "WARN two", "INFO three");
        assertThat(written.get(0).getTimeMillis()).isBetween(before, after);
    }

    @Test
    void an_error_keeps_its_cause() {
        RuntimeException cause = new RuntimeException("why");

        logger.error("what", cause);
        late.ready();

        assertThat(written.get(0).getThrown()).isSameAs(cause);
    }

    @Test
    void who_says_more_than_is_kept_waits_for_the_log_and_loses_nothing() {
        for (int i = 0; i < 1_500; i++) {
            logger.info("line {}", i);
        }

        assertThat(lines()).hasSize(1_500).startsWith("INFO line 0").endsWith("INFO line 1499");
    }

    @Test
    void a_logger_is_as_that_of_log4j_once_it_is_there() {
        late.ready();
        Logger log4j = LogManager.getLogger(NAME);

        assertThat(logger.getLevel()).isEqualTo(log4j.getLevel());
        for (Level level : Level.values()) {
            assertThat(logger.isEnabled(level)).as("%s", level).isEqualTo(log4j.isEnabled(level));
        }
    }

    @Test
    void one_name_is_one_logger() {
        assertThat(late.getLogger(NAME)).isSameAs(logger);
        assertThat(late.hasLogger(NAME)).isTrue();
        assertThat(late.hasLogger("another")).isFalse();
    }
}
