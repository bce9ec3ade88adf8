package org.serverroster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What an answer may say")
class TrustTest {

    private static final Map<String, String> TRUSTED =
            Map.of("jid", "capulet.lit", "trusted", "true", "subscription", "both", "since", "2026-11-20T12:00:00Z");

    @Test
    @DisplayName("\"An unknown peer is <trust jid='…' trusted='false'/>\"")
    void unknown() throws MalformedAnswerException {
        Trust unknown = Trust.ofAttributes(Map.of("jid", "capulet.lit", "trusted", "false")::get);
        assertThat(unknown.trusted()).isFalse();
        assertThat(unknown.subscription()).isEmpty();
        assertThat(unknown.since()).isEmpty();
        assertThat(unknown.blocked()).isFalse();
    }

    @ParameterizedTest(name = "{0}=''{1}''")
    @CsvSource(
            nullValues = "absent",
            value = {
                "jid, absent",
                "jid, a b",
                "trusted, absent",
                "trusted, yes",
                "trusted, TRUE",
                "trusted, false",
                "subscription, absent",
                "subscription, none",
                "subscription, remove",
                "available, perhaps",
                "since, absent",
                "since, yesterday",
                "blocked, true",
                "blocked, ''"
            })
    @DisplayName("\"Blocked is never trusted\", and whatever else contradicts itself or the protocol is refused")
    void malformed(String name, String value) {
        Map<String, String> attributes = new HashMap<>(TRUSTED);
        attributes.put(name, value);
        assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> Trust.ofAttributes(attributes::get));
    }
}
