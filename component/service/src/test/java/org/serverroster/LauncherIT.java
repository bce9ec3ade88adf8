package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    /** Java 17 takes no class from an archive where there is a space in the path. */
    private static Path unpackedWithoutSpace;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = unpack("with a space");
        unpackedWithoutSpace = unpack("without");
    }

    private static Path unpack(String name) throws Exception {
        Path into = Files.createDirectory(folder.resolve(name));
        Path archive = Path.of("target", "server-roster-" + Version.current() + ".tar.gz")
                .toAbsolutePath();
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", into.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return into.resolve("server-roster-" + Version.current());
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

    /** How many of this program's classes a start took from an archive, and how many not. */
    private static Map<Boolean, Long> archived(Path launcher) throws Exception {
        Path log = folder.resolve("classes.log");
        Files.deleteIfExists(log);
        write("wrong.conf", "server-roster.components = []");
        String logging = "-Xlog:class+load:file=classes.log";
        Result result = run(Map.of("JAVA_OPTS", logging), launcher, "run", "--config", "wrong.conf");
        assertThat(result.exitCode()).isEqualTo(78);
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" org.serverroster."))
                    .collect(Collectors.partitioningBy(
                            line -> line.contains("shared objects file"), Collectors.counting()));
        }
    }

    @Test
    @DisplayName("A start takes its classes from the archive that the build made; one that was unpacked, from its own")
    void archiveOfClasses() throws Exception {
        Map<Boolean, Long> built = archived(launchers().toList().get(0));
        assertThat(built.get(true)).isGreaterThan(10 * built.get(false));

        Path launcher = unpackedWithoutSpace.resolve("bin/server-roster");
        Result prepared = run(Map.of(), launcher, "prepare");
        assertThat(prepared.err()).isEmpty();
        assertThat(prepared.out()).isEmpty();
        assertThat(prepared.exitCode()).isZero();
        // Not to the number: what the threads beside the main one still load before the program ends is chance.
        Map<Boolean, Long> own = archived(launcher);
        assertThat(own.get(true)).isGreaterThan(10 * own.get(false));
    }

    @Test
    @DisplayName("An archive that does not fit is none: the program starts without it, and says nothing")
    void archiveThatDoesNotFit() throws Exception {
        Path launcher = unpackedWithoutSpace.resolve("bin/server-roster");
        assertThat(run(Map.of(), launcher, "prepare").exitCode()).isZero();
        Path archive;
        try (Stream<Path> files = Files.list(unpackedWithoutSpace.resolve("lib"))) {
            archive = files.filter(file -> file.toString().endsWith(".jsa"))
                    .findAny()
                    .orElseThrow();
        }
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.writeString(archive, "something else");
        Result result = run(Map.of(), launcher, "--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).hasSize(1);
        assertThat(result.exitCode()).isZero();

        assertThat(run(Map.of(), launcher, "prepare").exitCode()).isZero();
        assertThat(archived(launcher).get(true)).isPositive();
        // A library that was put there later, though of the same size and with the same time.
        Path jar = unpackedWithoutSpace.resolve("lib/server-roster-" + Version.current() + ".jar");
        FileTime time = Files.getLastModifiedTime(jar);
        Files.write(jar, Files.readAllBytes(jar));
        Files.setLastModifiedTime(jar, time);
        Result other = run(Map.of(), launcher, "--version");
        assertThat(other.err()).isEmpty();
        assertThat(other.out()).hasSize(1);
        assertThat(archived(launcher).get(true)).isZero();
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
