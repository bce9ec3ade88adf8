package org.serverroster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentHelper;
import org.junit.jupiter.api.Test;

class OversizedLogTest {

    private static final StreamEvent.Skipped SKIPPED =
            new StreamEvent.Skipped(DocumentHelper.createElement("iq"), 300_000, "it is large");

    @Test
    void atMostOneLineASecond() {
        OversizedLog log = new OversizedLog("buddies.montague.lit");
        long start = Long.MAX_VALUE - 10;
        assertThat(log.skipped(SKIPPED, start)).isTrue();
        assertThat(log.skipped(SKIPPED, start + 1)).isFalse();
        assertThat(log.skipped(SKIPPED, start + TimeUnit.SECONDS.toNanos(1) - 1))
                .isFalse();
        assertThat(log.skipped(SKIPPED, start + TimeUnit.SECONDS.toNanos(1))).isTrue();
    }
}
