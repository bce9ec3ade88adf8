package org.serverroster.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("RFC 3921, section 9: the 72 transitions, against a transcription by another hand")
class SubscriptionTableTest {

    record Expected(String direction, SubscriptionType type, SubscriptionState state, Transition transition) {

        static Expected of(String line) {
            String[] cell = line.split(",", -1);
            return new Expected(
                    cell[0],
                    type(cell[1]),
                    SubscriptionState.named(cell[2]).orElseThrow(),
                    new Transition(
                            cell[3].equals("yes"),
                            Optional.of(cell[4])
                                    .filter(reply -> !reply.isEmpty())
                                    .map(Expected::type),
                            SubscriptionState.named(cell[5]).orElseThrow()));
        }

        private static SubscriptionType type(String name) {
            return SubscriptionType.valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return direction + " " + type.value() + " in " + state;
        }
    }

    static List<Expected> oracle() throws IOException {
        try (BufferedReader csv = new BufferedReader(new InputStreamReader(
                SubscriptionTableTest.class.getResourceAsStream("subscription-tables.csv"), StandardCharsets.UTF_8))) {
            return csv.lines().skip(1).map(Expected::of).toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oracle")
    void each_cell_is_the_oracles(Expected expected) {
        Transition actual = expected.direction().equals("outbound")
                ? SubscriptionTable.outbound(expected.type(), expected.state())
                : SubscriptionTable.inbound(expected.type(), expected.state());

        assertThat(actual).isEqualTo(expected.transition());
    }

    @Test
    void the_oracle_names_each_of_the_72_cells_once() throws IOException {
        assertThat(oracle().stream().map(Expected::toString)).hasSize(72).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("No stanza of the peer's makes it subscribed to us: From comes by our own 'subscribed' alone")
    void a_peer_can_not_forge_our_consent() {
        assertThat(Stream.of(SubscriptionState.values())
                        .filter(state -> !state.from())
                        .flatMap(state -> Stream.of(SubscriptionType.values())
                                .map(type ->
                                        SubscriptionTable.inbound(type, state).next())))
                .noneMatch(SubscriptionState::from);
    }
}
