package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "config/server-roster.conf, the commented reference": this holds it and the program together. */
class SampleConfigTest {

    private static final Path SAMPLE = Path.of("../../config/server-roster.conf");

    @TempDir
    Path folder;

    private Hocon hocon() {
        return new Hocon(folder).with("SERVER_ROSTER_SECRET", Hocon.GOOD_SECRET);
    }

    @Test
    @DisplayName("The sample works once a secret is given")
    void works() throws Exception {
        Loaded loaded = hocon().load(Files.readString(SAMPLE));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().components())
                .singleElement()
                .satisfies(component -> assertThat(component.domain()).hasToString("buddies.montague.lit"));
    }

    @Test
    @DisplayName("Without one it is refused, for that alone")
    void needsSecret() throws Exception {
        assertThat(new Hocon(folder).faults(Files.readString(SAMPLE)))
                .singleElement()
                .asString()
                .startsWith("server-roster.components[0].secret: is missing");
    }

    @Test
    @DisplayName("What the sample gives as a default is the default")
    void defaults() throws Exception {
        ServerRosterConfig sample = hocon().load(Files.readString(SAMPLE)).config();
        ServerRosterConfig plain = hocon().load("""
                        server-roster.components = [ {
                          domain = buddies.montague.lit, secret = ${SERVER_ROSTER_SECRET}
                          admins = ["admin@montague.lit"], readers = [incidents.montague.lit]
                          approval = [ { match = "*", action = prompt } ]
                        } ]
                        """).config();
        assertThat(sample).isEqualTo(plain);
    }

    @Test
    @DisplayName("Its lines that are commented out work as well")
    void alternatives() throws Exception {
        Hocon hocon = hocon();
        hocon.write("montague-secret", "another secret");
        hocon.write("database-password", "pw");
        String text = Files.readString(SAMPLE)
                .replace("secret = ${?SERVER_ROSTER_SECRET}", "")
                .replaceAll("# (secret-file|url|user|password-file|pool-size) = ", "$1 = ");
        ServerRosterConfig config = hocon.load(text).config();
        assertThat(config.components().get(0).secret()).isEqualTo(new Secret("another secret"));
        assertThat(config.database())
                .isEqualTo(new DatabaseConfig.Url(
                        "jdbc:postgresql://127.0.0.1:5432/serverroster", "serverroster", new Secret("pw"), 4));
    }

    static Stream<List<String>> sections() {
        return Stream.of(
                List.of(Keys.ROOT),
                Keys.TOP,
                Keys.COMPONENT,
                Keys.TRUSTSTORE,
                Keys.RULE,
                Keys.TRUST,
                Keys.CONTACT,
                Keys.DATABASE,
                Keys.HTTP,
                Keys.LIMITS);
    }

    @ParameterizedTest
    @MethodSource("sections")
    @DisplayName("It names every key there is")
    void complete(List<String> keys) throws Exception {
        String sample = Files.readString(SAMPLE);
        assertThat(keys)
                .allSatisfy(key -> assertThat(sample)
                        .containsPattern(
                                Pattern.compile("(^|[\\s{,#])" + Pattern.quote(key) + " [={]", Pattern.MULTILINE)));
    }
}
