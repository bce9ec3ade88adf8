package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What nobody may read. */
final class Secrets {

    /** XEP-0114's handshake: SHA-1 in lower-case hexadecimal. */
    private static final Pattern HANDSHAKE = Pattern.compile("\\b[0-9a-f]{40}\\b");

    private Secrets() {}

    /** None of the secrets is in a line, and no handshake. */
    static void assertNotIn(List<String> lines, String... secrets) {
        assertThat(lines).isNotEmpty();
        assertThat(lines.stream()
                        .filter(line -> HANDSHAKE.matcher(line).find()
                                || Stream.of(secrets).anyMatch(line::contains)))
                .isEmpty();
    }
}
