package org.serverroster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.config.Hocon.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "A secret, a password and a handshake never reach a log, an error, a metric or --help." */
class SecretsTest {

    private static final String KEY = "server-roster.components[0].secret";
    private static final String HIDDEN = "hunter2hunter2";

    @TempDir
    Path folder;

    private Hocon hocon;

    @BeforeEach
    void setUp() {
        hocon = new Hocon(folder);
    }

    private static String component(String secret) {
        return root("components = [ { domain = a.lit, admins = [\"a@a.lit\"]\n" + secret + "\n} ]");
    }

    private Secret secretOf(String text) throws ConfigurationException {
        return hocon.load(text).config().components().get(0).secret();
    }

    @Test
    @DisplayName("A missing secret is refused, and told how to make one")
    void missing() {
        List<String> right =
                List.of(KEY + ": is missing; give secret or secret-file; make one with: openssl rand -hex 32");
        assertThat(hocon.faults(component(""))).isEqualTo(right);
        assertThat(hocon.faults(component("secret = null"))).isEqualTo(right);
        assertThat(hocon.faults(component("secret = ${?SERVER_ROSTER_SECRET}"))).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "secret",
                "SECRET",
                "changeme",
                "Change-Me!",
                "password",
                "your-secret-here",
                "yourSecretHere",
                "12345678",
                "xxxxxxxxxxxx",
                "two\\nlines of it"
            })
    @DisplayName("A sample secret, and one that can be guessed, is refused without being shown")
    void samples(String sample) {
        assertThat(hocon.faults(component("secret = \"" + sample + "\"")))
                .singleElement()
                .asString()
                .startsWith(KEY + ": ")
                .endsWith("make one with: openssl rand -hex 32");
        assertThat(hocon.with("S", sample.replace("\\n", "\n")).faults(component("secret = ${?S}")))
                .singleElement()
                .asString()
                .startsWith(KEY + ": ");
    }

    @Test
    @DisplayName("The secret may stand in the environment")
    void fromEnvironment() throws ConfigurationException {
        hocon = hocon.with("SERVER_ROSTER_SECRET", HIDDEN);
        assertThat(secretOf(component("secret = ${?SERVER_ROSTER_SECRET}"))).isEqualTo(new Secret(HIDDEN));
    }

    @Test
    @DisplayName("A secret of digits without quotes is taken as it is written")
    void digits() throws ConfigurationException {
        assertThat(secretOf(component("secret = 0012345670")).reveal()).isEqualTo("0012345670");
        assertThat(secretOf(component("secret = 1234e56789")).reveal()).isEqualTo("1234e56789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    @DisplayName(
            "A relative secret-file is found beside the configuration; the line end of its last line is no part of it")
    void fromFile(String end) throws Exception {
        hocon.write("the-secret", HIDDEN + end);
        assertThat(secretOf(component("secret-file = the-secret")).reveal()).isEqualTo(HIDDEN);
        assertThat(secretOf(component("secret-file = \"" + folder.resolve("the-secret") + "\""))
                        .reveal())
                .isEqualTo(HIDDEN);
    }

    @Test
    @DisplayName("A secret-file that cannot serve is refused with its path")
    void badFiles() throws IOException {
        hocon.write("empty", "\n");
        hocon.write("two-lines", HIDDEN + "\n" + HIDDEN + "\n");
        hocon.write("large", "a1".repeat(4000));
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(hocon.faults(component("secret-file = none")))
                .singleElement()
                .asString()
                .startsWith(KEY + "-file: ")
                .contains(folder.resolve("none").toString(), "no such file");
        assertThat(hocon.faults(component("secret-file = \".\"")))
                .singleElement()
                .asString()
                .contains("no plain file");
        assertThat(hocon.faults(component("secret-file = empty")))
                .singleElement()
                .asString()
                .contains("is empty");
        assertThat(hocon.faults(component("secret-file = two-lines")))
                .singleElement()
                .asString()
                .contains("one line")
                .doesNotContain(HIDDEN);
        assertThat(hocon.faults(component("secret-file = large")))
                .singleElement()
                .asString()
                .contains("4096 bytes");
        assertThat(hocon.faults(component("secret-file = binary")))
                .singleElement()
                .asString()
                .contains("UTF-8");
        assertThat(hocon.faults(component("secret-file = \"a\\u0000b\""))).hasSize(1);
        assertThat(hocon.faults(component("secret-file = []"))).hasSize(1);
    }

    @Test
    @DisplayName("A secret in two places is refused: nobody could tell which one counts")
    void both() {
        hocon.write("the-secret", HIDDEN);
        assertThat(hocon.faults(component("secret = " + HIDDEN + "\nsecret-file = the-secret")))
                .singleElement()
                .asString()
                .startsWith(KEY + ": ")
                .contains("secret-file")
                .doesNotContain(HIDDEN);
    }

    @Test
    @DisplayName("A short secret may be the server's: it is warned of, without being shown")
    void shortOnes() throws Exception {
        assertThat(hocon.load(component("secret = \"short7!\"")).warnings())
                .anySatisfy(warning -> assertThat(warning.toString())
                        .startsWith(KEY + ": is short; ")
                        .doesNotContain("short7!"));
    }

    @Test
    @DisplayName("A file with a secret that others may read is warned of")
    void openToOthers() throws Exception {
        Path file = hocon.write("the-secret", HIDDEN);
        Path config = hocon.write("server-roster.conf", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(hocon.load(component("secret-file = the-secret")).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.key()).isEqualTo(KEY + "-file"))
                .satisfies(warning -> assertThat(warning.words()).contains("chmod"));
        assertThat(hocon.load(component("secret = " + HIDDEN)).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.key()).isEqualTo(KEY));
        assertThat(hocon.with("S", HIDDEN).load(component("secret = ${S}")).warnings())
                .isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(hocon.load(component("secret-file = the-secret")).warnings()).isEmpty();
        assertThat(hocon.load(component("secret = " + HIDDEN)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // What a hand slips on around a secret; the library's own messages quote what stands there.
                "secret = \"hunter2hunter2",
                "secret = hunter2hunter2$",
                "secret = hunter2hunter2\"",
                "secret = $hunter2hunter2",
                "secret = ${hunter2hunter2}",
                "secret = ${hunter2hunter2",
                "secret = [hunter2hunter2]",
                "secret = [hunter2hunter2",
                "secret { hunter2hunter2 }",
                "secret = hunter2hunter2 : x",
                "secret = hunter2hunter2 = x",
                "secret hunter2hunter2",
                "secret = hunter2hunter2, secret-file = x",
                "secret = hunter2hunter2\nsecret-file = \"\"",
                "secret = hunter2hunter2\nport = none",
                "secert = hunter2hunter2",
                "secret += hunter2hunter2",
                "secret = \"\\hunter2hunter2\""
            })
    @DisplayName("No fault shows a secret, whatever is wrong around it")
    void neverShown(String line) {
        assertThat(hocon.faults(component(line)))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).doesNotContain("hunter2hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url = \"jdbc:postgresql://u:hunter2hunter2@h/d\"",
                "url = \"jdbc:postgresql://h/d?user=u&password=hunter2hunter2\"",
                "url = \"jdbc:postgresql://h/d?PASSWORD=hunter2hunter2\"",
                "url = \"hunter2hunter2\"",
                "url = [\"hunter2hunter2\"]",
                "password = hunter2hunter2",
                "url = \"jdbc:postgresql:d\", password = hunter2hunter2",
                "url = \"jdbc:postgresql:d\", user = u, password = [hunter2hunter2]"
            })
    @DisplayName("Nor a database's password, also where it stands in the url")
    void passwordNeverShown(String line) {
        assertThat(hocon.faults(component("secret = 5f1d7a84c2e94b0b") + "\nserver-roster.database { " + line + " }"))
                .isNotEmpty()
                .allSatisfy(fault ->
                        assertThat(fault).startsWith("server-roster.database.").doesNotContain("hunter2"));
    }

    @Test
    @DisplayName("A configuration as text, in a log or an assertion, shows no secret")
    void textForms() throws Exception {
        ServerRosterConfig config = hocon.load(component("secret = " + HIDDEN)
                        + "\nserver-roster.database { url = \"jdbc:postgresql:d\", user = u, password = \"hunter2\" }")
                .config();
        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(String.format("%s %s", config.components().get(0).secret(), config.database()))
                .doesNotContain("hunter2");
        assertThat(((DatabaseConfig.Url) config.database()).password().reveal()).isEqualTo("hunter2");
    }

    @Test
    @DisplayName("Two secrets are equal if their contents are")
    void equality() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
    }
}
