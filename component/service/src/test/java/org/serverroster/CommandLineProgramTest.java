package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.config.ServerRosterConfig;

/** "run [--config FILE], check-config [--config FILE], migrate, --version, --help. Exit codes: 0, 2 usage, 78 configuration." */
class CommandLineProgramTest {

    private static final String SECRET = "hunter2hunter2";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> done = new ArrayList<>();
    private ToIntFunction<ServerRosterConfig> run = config -> did("run", config);
    private Map<String, String> environment = Map.of("SECRET", SECRET);
    private Path good;
    private Path bad;

    /** Not there, unless a test writes it. */
    private Path system;

    @BeforeEach
    void writeConfigurations() throws Exception {
        system = folder.resolve("etc/server-roster.conf");
        good = Files.writeString(
                folder.resolve("good.conf"),
                "server-roster.components = [ { domain = a.lit, secret = ${SECRET}, admins = [\"a@b.lit\"] } ]");
        bad = Files.writeString(
                folder.resolve("bad.conf"), "server-roster.components = [ { domian = a.lit, secret = ${SECRET} } ]");
    }

    private Installation installation(Optional<Path> home, Map<String, String> environment) {
        return new Installation(home, system, environment);
    }

    private int did(String what, ServerRosterConfig config) {
        done.add(what + " " + config.components().get(0).domain());
        return 7;
    }

    private int execute(String... arguments) {
        return execute(Optional.empty(), arguments);
    }

    private int execute(Optional<Path> home, String... arguments) {
        return new CommandLineProgram(installation(home, environment), run, config -> did("migrate", config))
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    @DisplayName("run and migrate get the configuration; their exit code is the process's")
    void commands() {
        assertThat(execute("run", "--config", good.toString())).isEqualTo(7);
        assertThat(execute("migrate", "--config", good.toString())).isEqualTo(7);
        assertThat(done).containsExactly("run a.lit", "migrate a.lit");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("check-config says what it found, and does nothing")
    void checkConfig() {
        assertThat(execute("check-config", "--config", good.toString())).isZero();
        assertThat(out.toString()).contains(good.toString(), "a.lit").doesNotContain(SECRET);
        assertThat(done).isEmpty();
    }

    @Test
    @DisplayName("check-config names what each component serves")
    void checkConfigNamesWhatIsServed() throws Exception {
        Files.writeString(
                good,
                "server-roster.components = [ { domain = b.a.lit, serves = [a.lit, c.lit], secret = ${SECRET}, admins ="
                        + " [\"a@b.lit\"] }, { domain = d.lit, secret = ${SECRET}, admins = [\"a@b.lit\"] } ]");
        assertThat(execute("check-config", "--config", good.toString())).isZero();
        assertThat(out.toString()).contains("a component for b.a.lit, which serves a.lit, c.lit; d.lit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check-config", "migrate"})
    @DisplayName(
            "Each refuses a wrong configuration with 78: how many faults, of which file, and then each on its line")
    void wrongConfiguration(String command) {
        assertThat(execute(command, "--config", bad.toString())).isEqualTo(78);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("2 faults in " + bad),
                        line -> assertThat(line).startsWith("server-roster.components[0].domian: "),
                        line -> assertThat(line).startsWith("server-roster.components[0].domain: "));
        assertThat(out.toString()).isEmpty();
        assertThat(done).isEmpty();
    }

    @Test
    @DisplayName("A configuration that is not there is a wrong one")
    void noConfiguration() {
        assertThat(execute("run", "--config", folder.resolve("none").toString()))
                .isEqualTo(78);
        assertThat(err.toString().lines())
                .containsExactly("1 fault in " + folder.resolve("none"), "no such file is there");
    }

    @Test
    @DisplayName("Warnings are told, and stop nothing")
    void warnings() throws Exception {
        Files.writeString(good, "server-roster.components = [ { domain = a.lit, secret = ${SECRET} } ]");
        assertThat(execute("run", "--config", good.toString())).isEqualTo(7);
        assertThat(err.toString()).startsWith("warning: server-roster.components[0].admins: ");
    }

    @Test
    @DisplayName("Without --config: $SERVER_ROSTER_CONFIG, or else that in /etc, or else the installation's")
    void whichConfiguration() throws Exception {
        assertThat(installation(Optional.empty(), Map.of()).configFile()).isEqualTo(system);

        Path installed = Files.createDirectory(folder.resolve("config")).resolve("server-roster.conf");
        assertThat(installation(Optional.of(folder), Map.of()).configFile()).isEqualTo(system);
        Files.copy(bad, installed);
        assertThat(execute(Optional.of(folder), "run")).isEqualTo(78);
        assertThat(err.toString()).contains(installed.toString());

        Files.createDirectory(system.getParent());
        Files.copy(good, system);
        assertThat(execute(Optional.of(folder), "run")).isEqualTo(7);
        environment = Map.of("SECRET", SECRET, "SERVER_ROSTER_CONFIG", bad.toString());
        assertThat(execute(Optional.of(folder), "run")).isEqualTo(78);
        assertThat(execute(Optional.of(folder), "run", "--config", good.toString()))
                .isEqualTo(7);
    }

    @Test
    @DisplayName("An administrator's command takes no account from the sample that the installation brings")
    void noSample() throws Exception {
        Path installed = Files.createDirectory(folder.resolve("config")).resolve("server-roster.conf");
        Files.writeString(
                installed, "server-roster.components = [ { domain = sample.lit, admins = [\"a@sample.lit\"] } ]");

        assertThat(execute(Optional.of(folder), "roster")).isEqualTo(2);
        assertThat(err.toString()).contains("say --service DOMAIN");

        Files.createDirectory(system.getParent());
        Files.writeString(system, "server-roster.components = [ { domain = mine.lit, admins = [\"a@mine.lit\"] } ]");
        assertThat(execute(Optional.of(folder), "roster")).isEqualTo(2);
        assertThat(err.toString()).contains("no password for a@mine.lit").doesNotContain("sample.lit");
    }

    @Test
    @DisplayName(
            "The log's configuration is $SERVER_ROSTER_LOG_CONFIG, or else the installation's, or else that in the jar")
    void whichLogConfiguration() throws Exception {
        assertThat(installation(Optional.of(folder), Map.of()).logConfigFile()).isEmpty();
        Files.createDirectory(folder.resolve("config"));
        Path installed = Files.createFile(folder.resolve("config/log4j2.xml"));
        assertThat(installation(Optional.of(folder), Map.of()).logConfigFile()).contains(installed);
        assertThat(installation(Optional.of(folder), Map.of("SERVER_ROSTER_LOG_CONFIG", "/a.xml"))
                        .logConfigFile())
                .contains(Path.of("/a.xml"));
        assertThat(installation(Optional.of(folder), Map.of("SERVER_ROSTER_LOG_CONFIG", "/a.xml"))
                        .hasOwnLog())
                .isTrue();
        assertThat(installation(Optional.of(folder), Map.of()).hasOwnLog()).isFalse();
        assertThat(installation(Optional.empty(), Map.of("SERVER_ROSTER_LOG_CONFIG", ""))
                        .logConfigFile())
                .isEmpty();
    }

    @Test
    @DisplayName("A wrong command line is refused with 2, and with what would be right")
    void usage() {
        assertThat(execute()).isEqualTo(2);
        assertThat(execute("walk")).isEqualTo(2);
        assertThat(execute("run", "--konfig", "x")).isEqualTo(2);
        assertThat(execute("run", "--config")).isEqualTo(2);
        assertThat(execute("run", "more")).isEqualTo(2);
        assertThat(execute("run", "--config", "--help")).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: server-roster", "run, check-config or migrate");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("--version and --help answer on the standard output")
    void versionAndHelp() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).matches("server-roster \\d+\\.\\d+\\.\\d+ \\(Java .*\\)\\R");
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(out.toString())
                .contains("check-config", "SERVER_ROSTER_CONFIG", "--config=FILE", "78")
                .doesNotContain(SECRET);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("What nobody foresaw is told in one line, with 1")
    void failure() {
        run = config -> {
            throw new IllegalStateException("no\nmore\u001b[31m");
        };
        assertThat(execute("run", "--config", good.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("failed: IllegalStateException: no\\nmore\\u{1b}[31m");
    }
}
