package org.serverroster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Duration NO_TIME = Duration.ZERO;
    private static final Duration EVER = Duration.ofDays(1);

    private final Inbox<String> inbox = new Inbox<>("Romeo", 3);

    @Test
    @DisplayName("The first that fits is taken, and the others stay in their order")
    void takesWhatFits() {
        inbox.put("rose");
        inbox.put("thorn");
        inbox.put("name");
        assertThat(inbox.await("a thorn", NO_TIME, "thorn"::equals)).isEqualTo("thorn");
        assertThat(inbox.contents()).containsExactly("rose", "name");
        assertThat(inbox.next(NO_TIME)).isEqualTo("rose");
    }

    @Test
    @DisplayName("Who waits in vain is told what was there instead")
    void tellsWhatIsThere() {
        inbox.put("rose");
        assertThatThrownBy(() -> inbox.await("a thorn", NO_TIME, "thorn"::equals))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Romeo", "a thorn", "rose");
    }

    @Test
    @DisplayName("Who waits is told at once when nothing can come any more, but what came before the end still counts")
    void ends() {
        inbox.put("rose");
        inbox.end("the play is over");
        assertThat(inbox.await("a rose", EVER, "rose"::equals)).isEqualTo("rose");
        assertThatThrownBy(() -> inbox.next(EVER)).hasMessageContaining("the play is over");
        assertThat(inbox.awaitEnd(EVER)).isEqualTo("the play is over");
    }

    @Test
    @DisplayName("When it is full the oldest goes")
    void isBounded() {
        for (String flower : new String[] {"1", "2", "3", "4"}) {
            inbox.put(flower);
        }
        assertThat(inbox.contents()).containsExactly("2", "3", "4");
    }
}
