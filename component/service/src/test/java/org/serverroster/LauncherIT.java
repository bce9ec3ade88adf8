package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "component/bin/server-roster is the launcher, from the source tree and from the built distribution alike." */
class LauncherIT {

    private static final String SECRET = "hunter2hunter2";

    @TempDir
    static Path folder;

    private static Path unpacked;

    @BeforeAll
    static void unpack() throws Exception {
        Path spaced = Files.createDirectory(folder.resolve("with a space"));
        Path archive = Path.of("target", "server-roster-" + Version.current() + ".tar.gz")
                .toAbsolutePath();
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", spaced.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        unpacked = spaced.resolve("server-roster-" + Version.current());
    }

    static Stream<Path> launchers() {
        return Stream.of(
                Path.of("../bin/server-roster").toAbsolutePath().normalize(), unpacked.resolve("bin/server-roster"));
    }

    private record Result(int exitCode, List<String> out, List<String> err) {}

    private static Result run(Map<String, String> environment, Path launcher, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SERVER_ROSTER_") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }

    private static Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("--version and --help answer with 0, and with nothing on the standard error")
    void versionAndHelp(Path launcher) throws Exception {
        Result version = run(Map.of(), launcher, "--version");
        assertThat(version.out())
                .singleElement()
                .asString()
                .startsWith("server-roster " + Version.current() + " (Java ");
        assertThat(version.err()).isEmpty();
        assertThat(version.exitCode()).isZero();

        Result help = run(Map.of("SERVER_ROSTER_SECRET", SECRET), launcher, "--help");
        assertThat(help.out()).first().asString().startsWith("Usage: server-roster");
        assertThat(help.out()).noneMatch(line -> line.contains(SECRET));
        assertThat(help.err()).isEmpty();
        assertThat(help.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("A right configuration is answered with 0")
    void rightConfiguration(Path launcher) throws Exception {
        Path file = write(
                "a right one.conf",
                "server-roster.components = [ { domain = münchen.lit, secret = ${S}, admins = [\"a@b.lit\"] } ]");
        Result result = run(Map.of("S", SECRET, "LC_ALL", "C"), launcher, "check-config", "--config", file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).singleElement().asString().contains("a right one.conf", "münchen.lit");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("A wrong one with 78 and all its faults; a relative path starts where the user is")
    void wrongConfiguration(Path launcher) throws Exception {
        Path file =
                write("wrong.conf", "server-roster.components = [ { domain = a..lit, port = 0, secret = changeme } ]");
        Result result = run(Map.of(), launcher, "check-config", "--config", "wrong.conf");
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).hasSize(4).first().asString().isEqualTo("3 faults in " + file);
        assertThat(run(Map.of(), launcher, "run", "--config", "wrong.conf").exitCode())
                .isEqualTo(78);
        assertThat(run(Map.of(), launcher, "migrate", "--config", "wrong.conf").exitCode())
                .isEqualTo(78);
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("A wrong command line with 2")
    void wrongCommandLine(Path launcher) throws Exception {
        assertThat(run(Map.of(), launcher).exitCode()).isEqualTo(2);
        assertThat(run(Map.of(), launcher, "check-config", "--konfig").exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("The installation's own configuration is the one that is read, and works once a secret is given")
    void installedConfiguration(Path launcher) throws Exception {
        Result without = run(Map.of(), launcher, "check-config");
        assertThat(without.exitCode()).isEqualTo(78);
        assertThat(without.err())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("server-roster.components[0].secret: is missing");
        assertThat(run(Map.of("SERVER_ROSTER_SECRET", SECRET), launcher, "check-config")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    @DisplayName("A symbolic link to it works, and so does one to that")
    void links(Path launcher) throws Exception {
        Path bin = Files.createTempDirectory(folder, "bin ");
        Files.createSymbolicLink(bin.resolve("first"), launcher);
        Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
        assertThat(run(Map.of(), bin.resolve("second"), "--version").exitCode()).isZero();
    }

    @Test
    @DisplayName("JAVA_OPTS reach Java, each word as an option")
    void javaOptions() throws Exception {
        Result result =
                run(Map.of("JAVA_OPTS", "-showversion  -Xmx64m"), unpacked.resolve("bin/server-roster"), "--version");
        assertThat(result.err()).anySatisfy(line -> assertThat(line).contains("version \""));
        assertThat(result.exitCode()).isZero();
    }

    @Test
    @DisplayName("A Java that is too old, or is none, is refused in one line")
    void wrongJava() throws Exception {
        Path java = folder.resolve("old java");
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_HOME", java.toString()));
        Path launcher = unpacked.resolve("bin/server-roster");
        Result none = run(environment, launcher, "--version");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).singleElement().asString().contains("JAVA_HOME");

        Files.createDirectories(java.resolve("bin"));
        Path program =
                Files.writeString(java.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Result eight = run(environment, launcher, "--version");
        assertThat(eight.exitCode()).isEqualTo(1);
        assertThat(eight.err()).singleElement().asString().contains("is Java 8; Java 17 or later is needed");

        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.22\"\n");
        Result eleven = run(environment, launcher, "--version");
        assertThat(eleven.err()).singleElement().asString().contains("is Java 11; Java 17 or later is needed");
    }

    @Test
    @DisplayName("The distribution brings what it needs, and one configuration that is not executable")
    void content() {
        assertThat(unpacked.resolve("config/server-roster.conf")).isRegularFile();
        assertThat(unpacked.resolve("config/log4j2.xml")).isRegularFile();
        assertThat(unpacked.resolve("lib/server-roster-" + Version.current() + ".jar"))
                .isRegularFile();
        assertThat(unpacked.resolve("bin/server-roster")).isExecutable();
        assertThat(Files.isExecutable(unpacked.resolve("config/server-roster.conf")))
                .isFalse();
    }
}
