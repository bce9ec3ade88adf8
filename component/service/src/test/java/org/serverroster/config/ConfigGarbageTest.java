package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever stands in the file, it is either a configuration or refused in words. */
class ConfigGarbageTest {

    private static final String MARK = "hunter2hunter2";

    private Path file;

    @BeforeProperty
    void createFile() throws IOException {
        file = Files.createTempFile("server-roster", ".conf");
    }

    @AfterProperty
    void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property
    @Label("Any text")
    void anyText(@ForAll String text) throws IOException {
        refusedInWords(text);
    }

    @Property
    @Label("Any pieces of HOCON in any order")
    void anyPieces(@ForAll("pieces") List<String> pieces) throws IOException {
        refusedInWords(String.join(" ", pieces));
    }

    @Property
    @Label("The sample, with one piece of it in the place of another")
    void mutatedSample(@ForAll("pieces") List<String> pieces, @ForAll int cut, @ForAll int length) throws IOException {
        String sample =
                Files.readString(Path.of("../../config/server-roster.conf")).replace("${?SERVER_ROSTER_SECRET}", MARK);
        int from = Math.floorMod(cut, sample.length());
        int to = Math.min(sample.length(), from + Math.floorMod(length, 40));
        refusedInWords(sample.substring(0, from) + String.join(" ", pieces) + sample.substring(to));
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "server-roster",
                        "components",
                        "domain",
                        "secret",
                        "port",
                        "approval",
                        "database",
                        "http",
                        "{",
                        "}",
                        "[",
                        "]",
                        "=",
                        ":",
                        ",",
                        "+=",
                        "\n",
                        ".",
                        "#",
                        "\"",
                        "\"\"\"",
                        "${",
                        "${?",
                        "}",
                        "$",
                        "\\",
                        "a.lit",
                        "\"a@b.lit\"",
                        "5347",
                        "-1",
                        "1e9",
                        "null",
                        "true",
                        "include",
                        "url(",
                        "\u0000",
                        "${server-roster}",
                        "${?server-roster.components}",
                        MARK)
                .list()
                .ofMaxSize(30);
    }

    /** Anything but a ConfigurationException fails the property. */
    private void refusedInWords(String text) throws IOException {
        Files.writeString(file, text.replaceAll("\\p{Cs}", "?"));
        try {
            ConfigLoader.load(file, Map.of());
        } catch (ConfigurationException e) {
            assertThat(e.faults())
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.words()).isNotBlank().doesNotContainPattern("\\p{Cntrl}"));
        }
    }
}
