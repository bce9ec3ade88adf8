package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.xmpp.Jid;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the command line of administrators refuses before it connects to anybody, and whom it would connect to. */
class AdminCommandsTest {

    private static final String PASSWORD = "hunter2hunter2";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @Command(name = "server-roster")
    private static final class Program {}

    /** Nobody answers at that port. */
    @BeforeEach
    void fillEnvironment() {
        environment.put("SERVER_ROSTER_AS", "admin@montague.lit");
        environment.put("SERVER_ROSTER_SERVICE", "buddies.montague.lit");
        environment.put("SERVER_ROSTER_SERVER", "127.0.0.1:1");
        environment.put("SERVER_ROSTER_PASSWORD", PASSWORD);
    }

    private int execute(String... arguments) {
        CommandLine program = new CommandLine(new Program());
        Shell shell = new Shell(
                environment, folder.resolve("server-roster.conf"), OptionalInt.empty(), false, Optional.empty());
        AdminCommands.addTo(program, shell);
        int exitCode = program.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(out + "" + err).doesNotContain(PASSWORD);
        return exitCode;
    }

    static Stream<List<String>> wrong() {
        return Stream.of(
                List.of("subscribe"),
                List.of("subscribe", "romeo@montague.lit"),
                List.of("subscribe", "a..lit"),
                List.of("trust", "@"),
                List.of("trust", "foo@"),
                List.of("history", "a.lit", "b.lit"),
                List.of("roster", "more"),
                List.of("roster", "--timeout", "0"),
                List.of("roster", "--timeout", "4000"),
                List.of("roster", "--tls", "maybe"),
                List.of("roster", "--as", "montague.lit"),
                List.of("roster", "--as", "admin@montague.lit/desk"),
                List.of("roster", "--service", "a@b"),
                List.of("roster", "--server", "a:b"),
                List.of("roster", "--server", ":1"),
                List.of("roster", "--server", "a:0"),
                List.of("roster", "--server", "[::1"),
                List.of("roster", "--password", "x"),
                List.of("roster", "--match", "a\nb"),
                List.of("edit", "a.lit"),
                List.of("edit", "a.lit", "--group", "x", "--no-groups"),
                List.of("edit", "a.lit", "--name", "a\u001bb"),
                List.of("edit", "a.lit", "--group", "a\ud800"),
                List.of("block", "a.lit", "--reason", "two\nlines"),
                List.of("export", "--format", "xml"),
                List.of("import"),
                List.of("import", "no such file"));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("A wrong command line ends with 2, before a password is wanted")
    void wrong(List<String> arguments) {
        environment.remove("SERVER_ROSTER_PASSWORD");
        assertThat(execute(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).isNotEmpty().doesNotContain("no password");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("Without a password there is no login; an empty one, or one of two lines, is none")
    void password() throws Exception {
        environment.remove("SERVER_ROSTER_PASSWORD");
        assertThat(execute("roster")).isEqualTo(2);
        assertThat(err.toString()).contains("no password for admin@montague.lit");
        for (String content : List.of("", "\n", PASSWORD + "\nx\n", "\u0000", "x".repeat(5_000))) {
            Path file = Files.writeString(folder.resolve("password"), content);
            assertThat(execute("roster", "--password-file", file.toString())).isEqualTo(2);
        }
        Files.write(folder.resolve("password"), new byte[] {(byte) 0xff});
        assertThat(execute(
                        "roster", "--password-file", folder.resolve("password").toString()))
                .isEqualTo(2);
        assertThat(execute("roster", "--password-file", folder.toString())).isEqualTo(2);
    }

    @Test
    @DisplayName("A byte order mark at the beginning of its file is no part of a password")
    void markedPassword() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "\ufeff" + PASSWORD + "\r\n");
        Shell shell = new Shell(Map.of(), folder, OptionalInt.empty(), false, Optional.empty());

        assertThat(Passwords.of(Jid.parse("admin@montague.lit"), Optional.of(file), shell)
                        .reveal())
                .isEqualTo(PASSWORD);
    }

    @Test
    @DisplayName("What is wrong is named as it was typed")
    void names() {
        execute("trust", "foo@");
        assertThat(err.toString()).contains("'foo@' is no address");
        execute("import", folder.toString());
        assertThat(err.toString()).contains(folder + " is a folder");
    }

    @Test
    @DisplayName("export tells its exit codes, that for a file which cannot be written too")
    void exitCodes() {
        assertThat(execute("export", "--help")).isZero();
        assertThat(out.toString()).contains("  74  ", "  70  ", "  76  ", "  0   done");
    }

    @Test
    @DisplayName("A right one is tried: nobody is there, with TLS or without it")
    void unreachable() {
        assertThat(execute("roster")).isEqualTo(69);
        assertThat(execute("roster", "--tls", "off")).isEqualTo(69);
        assertThat(err.toString()).contains("cannot reach 127.0.0.1:1: ");
    }

    @Test
    @DisplayName("Without TLS a password goes to this machine alone, unless that is said")
    void plain() {
        assertThat(execute("roster", "--tls", "off", "--server", "192.0.2.1")).isEqualTo(2);
        assertThat(err.toString()).contains("--tls off is for a server on this machine", "off-anywhere");
    }

    @Test
    @DisplayName("Account and service come from the configuration where it names one of each, its secrets unread")
    void configuration() throws Exception {
        environment.remove("SERVER_ROSTER_AS");
        environment.remove("SERVER_ROSTER_SERVICE");
        assertThat(execute("roster")).isEqualTo(2);
        assertThat(err.toString()).contains("say --service DOMAIN, or set SERVER_ROSTER_SERVICE");

        configure("{ domain = a.lit }, { domain = b.lit, admins = [\"x@b.lit\"] }");
        assertThat(execute("roster")).isEqualTo(2);
        assertThat(err.toString()).contains("say --service DOMAIN, one of a.lit, b.lit");
        assertThat(execute("roster", "--service", "a.lit")).isEqualTo(2);
        assertThat(err.toString()).contains("say --as ACCOUNT, or set SERVER_ROSTER_AS");
        assertThat(execute("roster", "--service", "b.lit")).isEqualTo(69);

        configure("{ domain = a.lit, serves = [b.lit], admins = [\"x@b.lit\"] }");
        assertThat(execute("roster")).isEqualTo(2);
        assertThat(err.toString()).contains("say --service DOMAIN, one of a.lit, b.lit");
        assertThat(execute("roster", "--service", "b.lit"))
                .as("a served domain has the component's administrators")
                .isEqualTo(69);

        configure("{ domain = a.lit, secret = ${NOT_HERE}, admins = [\"x@a.lit\", \"y@a.lit\"], port = wrong }");
        environment.remove("SERVER_ROSTER_PASSWORD");
        assertThat(execute("roster")).isEqualTo(2);
        assertThat(err.toString()).contains("no password for x@a.lit");
    }

    private void configure(String components) throws Exception {
        Files.writeString(
                folder.resolve("server-roster.conf"), "server-roster { components = [ " + components + " ] }");
    }

    @Test
    @DisplayName("A file that is no roster ends with 65 and all that is wrong with it")
    void badFile() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.csv"), "jid,state\nromeo@a.lit,x\nb.lit,Friends\n");
        assertThat(execute("import", file.toString())).isEqualTo(65);
        assertThat(err.toString()).contains("line 2: ", "line 3: 'Friends' is no state");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThat(execute("import", file.toString())).isEqualTo(65);
    }
}
