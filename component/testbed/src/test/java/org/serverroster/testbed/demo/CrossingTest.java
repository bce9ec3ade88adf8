package org.serverroster.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.testbed.Stanza;

/** What the demo tells of what crosses, and what it leaves out. */
class CrossingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='get' from='buddies.montague.lit' to='montague.lit'/>",
                "<iq type='result' from='montague.lit' to='buddies.montague.lit/one'/>",
                "<iq type='get' from='buddies.montague.lit/one' to='buddies.montague.lit'/>",
                "<presence type='probe' from='buddies.montague.lit' to='montague.lit'/>",
                "<iq type='result' from='montague.lit'/>",
            })
    @DisplayName("Whether the stream lives, and the bridge is there, is nothing of the story")
    void housekeeping(String stanza) {
        assertThat(crossing(stanza).isHousekeeping("montague.lit")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='set' from='admin@montague.lit/demo' to='montague.lit'/>",
                "<iq type='result' from='montague.lit' to='incidents.montague.lit'/>",
                "<iq type='set' from='admin@montague.lit/demo' to='buddies.montague.lit'/>",
                "<presence type='subscribe' from='capulet.lit' to='montague.lit'/>",
                "<message from='montague.lit@buddies.montague.lit' to='admin@montague.lit'/>",
            })
    @DisplayName("What is asked of the server's own domain, and said in its name, is")
    void story(String stanza) {
        assertThat(crossing(stanza).isHousekeeping("montague.lit")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"buddies.capulet.lit, buddies.montague.lit", "capulet.lit, montague.lit"})
    @DisplayName("Presence is known by whom it is for: a component, or the server that it speaks for")
    void presence(String from, String to) {
        Crossing subscribe = crossing("<presence type='subscribe' from='%s' to='%s'/>".formatted(from, to));
        assertThat(subscribe.isPresence("subscribe", from, to)).isTrue();
        assertThat(subscribe.isPresence("subscribe", from, "verona.lit")).isFalse();
        assertThat(subscribe.isPresence("", from, to)).isFalse();
    }

    private static Crossing crossing(String stanza) {
        return new Crossing("2026-11-21T08:00:00.1", "buddies.montague.lit", false, Stanza.parse(stanza));
    }
}
