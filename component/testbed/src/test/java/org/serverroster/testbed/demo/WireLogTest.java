package org.serverroster.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the demo follows what a service logs of its stream. */
class WireLogTest {

    private static final String LINE =
            "2026-11-21T08:00:00.000000001 buddies.montague.lit > <presence from='a.lit' to='b.lit'/>\n";

    @TempDir
    Path folder;

    @Test
    @DisplayName("A stanza is told when its line is whole, and once")
    void follows() throws IOException {
        Path file = folder.resolve("wire.log");
        WireLog log = new WireLog(file);
        assertThat(log.read()).isEmpty();

        Files.writeString(file, LINE + LINE.substring(0, 60));
        assertThat(log.read()).hasSize(1);
        assertThat(log.read()).isEmpty();

        Files.writeString(file, LINE.substring(60), StandardOpenOption.APPEND);
        assertThat(log.read()).singleElement().satisfies(crossing -> {
            assertThat(crossing.time()).isEqualTo("2026-11-21T08:00:00.000000001");
            assertThat(crossing.component()).isEqualTo("buddies.montague.lit");
            assertThat(crossing.sent()).isTrue();
            assertThat(crossing.stanza().is("presence", "", "a.lit")).isTrue();
        });
    }

    @Test
    @DisplayName("A line that holds no whole stanza is passed over")
    void cutStanza() {
        assertThat(WireLog.parse("2026-11-21T08:00:00.1 b.lit < <message><body>a very lo…"))
                .isEmpty();
        assertThat(WireLog.parse("2026-11-21T08:00:00.1 b.lit < (message that can't be shown: a reason)"))
                .isEmpty();
    }
}
