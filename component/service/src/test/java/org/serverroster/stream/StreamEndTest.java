package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.serverroster.config.Secret;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

/** Each end tells the operator what happened and what to do. */
class StreamEndTest {

    private static final StreamSettings SETTINGS = new StreamSettings(
            "buddies.montague.lit",
            "montague.lit",
            5347,
            Optional.empty(),
            new Secret("open sesame"),
            Limits.DEFAULT,
            Timing.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "HOST_UNKNOWN, has no external component buddies.montague.lit: configure it there",
        "NOT_AUTHORIZED, make the secret the same here and there",
        "CONFLICT, another instance is attached",
        "INVALID_NAMESPACE, set the port to its component port",
        "SYSTEM_SHUTDOWN, stopping or restarting"
    })
    void whatToDo(StreamCondition condition, String words) {
        StreamEnd end = StreamEnd.streamError(SETTINGS, condition, "");
        assertThat(end.words())
                .startsWith(condition.wireName() + ": ")
                .contains(words)
                .contains("montague.lit:5347");
        assertThat(end.label()).isEqualTo(condition.wireName());
    }

    @ParameterizedTest
    @EnumSource(StreamCondition.class)
    void everyConditionHasWordsAndIsReadAsItIsWritten(StreamCondition condition) {
        assertThat(StreamEnd.streamError(SETTINGS, condition, "").words()).contains("montague.lit:5347");
        assertThat(StreamCondition.of(condition.wireName())).contains(condition);
    }

    @Test
    void whatTheServerSaysIsEscapedAndCut() {
        StreamEnd end = StreamEnd.streamError(
                SETTINGS, StreamCondition.CONFLICT, " Schö\u001b[2J\n\u202Etxt" + "x".repeat(1000));
        assertThat(end.words())
                .contains("(it says: Schö\\u{1b}[2J\\n\\u{202e}txtxxx")
                .endsWith("x…)")
                .hasSizeLessThan(600)
                .doesNotContain("\n");
    }
}
