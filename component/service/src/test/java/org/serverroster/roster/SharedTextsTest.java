package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.subscription.SubscriptionState;

@DisplayName("What many items have in common is in memory once")
class SharedTextsTest {

    private final SharedTexts shared = new SharedTexts();

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    @Test
    @DisplayName("Equal texts become one, and equal lists of them")
    void once() {
        assertThat(shared.of(copy("Capulets"))).isEqualTo("Capulets").isSameAs(shared.of(copy("Capulets")));
        assertThat(shared.of(copy(""))).isSameAs("");
        assertThat(shared.of(List.of(copy("a"), "b")))
                .containsExactly("a", "b")
                .isSameAs(shared.of(List.of(copy("a"), "b")));
        assertThat(shared.of(List.of("b", "a"))).containsExactly("b", "a");
    }

    @Test
    @DisplayName("Beyond a bound texts are not remembered, and the same nevertheless")
    void bounded() {
        for (int n = 0; n < 20_000; n++) {
            assertThat(shared.of("name " + n)).isEqualTo("name " + n);
        }
        assertThat(shared.of(copy("name 1"))).isSameAs(shared.of(copy("name 1")));
        assertThat(shared.of(copy("name 19999"))).isNotSameAs(shared.of(copy("name 19999")));
    }

    @Test
    @DisplayName("An item keeps the list that it is given, unless something in it cannot be stored")
    void listOfAnItem() {
        List<String> groups = List.of("Friends");
        assertThat(item(groups).groups()).isSameAs(groups);
        assertThat(item(List.of("a\0b")).groups()).containsExactly("a\uFFFDb");
    }

    private static RosterItem item(List<String> groups) {
        return new RosterItem(
                ServiceScenario.peer(1),
                SubscriptionState.NONE,
                false,
                false,
                "",
                groups,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
