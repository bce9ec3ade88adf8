package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serverroster.config.Secret;
import org.serverroster.stream.StreamSettings.Limits;
import org.serverroster.stream.StreamSettings.Timing;

class StreamSettingsTest {

    @Test
    void theSecretIsInNoString() {
        StreamSettings settings = settings("montague.lit", 5347, new Secret("open sesame"));
        assertThat(settings.toString()).contains("montague.lit").doesNotContain("sesame");
        assertThat(settings.secret()).hasToString("(secret)");
    }

    @Test
    void badValuesAreRefused() {
        Secret secret = new Secret("x");
        assertThatIllegalArgumentException().isThrownBy(() -> settings("", 5347, secret));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("montague.lit", 0, secret));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("montague.lit", 65536, secret));
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.DEFAULT.withStanzaBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 0, 1, 1, 1));
        Duration one = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(one, one, one, Duration.ZERO, one, one, one, one, one));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(one, one, one, one, one, one, Duration.ofSeconds(2), one, one));
    }

    @Test
    void theAddressIsWrittenAsUsual() {
        Secret secret = new Secret("x");
        assertThat(settings("montague.lit", 5347, secret).address()).isEqualTo("montague.lit:5347");
        assertThat(settings("::1", 5347, secret).address()).isEqualTo("[::1]:5347");
    }

    private static StreamSettings settings(String host, int port, Secret secret) {
        return new StreamSettings(
                "buddies.montague.lit", host, port, Optional.empty(), secret, Limits.DEFAULT, Timing.DEFAULT);
    }
}
