package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.it.Launcher.Result;

/** As whom the command line asks, and whom: accounts, passwords, servers that are not there; and what it does before. */
class AdminCommandLineLoginIT extends CommandLineScenarios {

    @Test
    @DisplayName("Account, service and server are named by options; those go before the environment")
    void options() {
        Map<String, String> wrong = Map.of(
                "SERVER_ROSTER_AS", CommandLineBed.NOBODY,
                "SERVER_ROSTER_SERVICE", CommandLineBed.GONE,
                "SERVER_ROSTER_SERVER", "127.0.0.1:1");
        String service = bed().side().component();
        Result named =
                run(wrong, "roster", "--as", "admin@montague.lit", "--service", service, "--server", bed().where());
        assertThat(named.err()).isEqualTo("No peer to list.\n");
        assertThat(named.exitCode()).isZero();
    }

    @Test
    @DisplayName("The password comes from a file, the environment or whoever sits there; a wrong one ends with 77")
    void passwords() throws Exception {
        Path right = write("right", Side.ADMIN_PASSWORD + "\n");
        Path wrong = write("wrong", CommandLineBed.READER_PASSWORD);
        Map<String, String> none = Map.of("SERVER_ROSTER_PASSWORD", "");
        assertThat(run(none, "roster", "--password-file", right.toString()).exitCode())
                .isZero();
        assertThat(run(none, "roster", "--password-file", wrong.toString()).exitCode())
                .isEqualTo(77);
        assertThat(run(Map.of("SERVER_ROSTER_PASSWORD", CommandLineBed.NOBODY_PASSWORD), "roster")
                        .err())
                .contains("the login as admin@montague.lit failed");
        assertThat(run(none, "roster").exitCode()).isEqualTo(2);
        assertThat(run(none, "roster", "--password-file", folder().resolve("no").toString())
                        .exitCode())
                .isEqualTo(2);

        Result typed = launcher().runAtTerminal(none, "Password of", Side.ADMIN_PASSWORD, withoutTls("roster"));
        assertThat(typed.out()).contains("Password of admin@montague.lit: ", "No peer to list.");
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    @DisplayName("Who is no administrator is told so with 77, and who asks may not know whether a peer is there")
    void forbidden() {
        Map<String, String> nobody = Map.of(
                "SERVER_ROSTER_AS", CommandLineBed.NOBODY, "SERVER_ROSTER_PASSWORD", CommandLineBed.NOBODY_PASSWORD);
        for (String command : List.of("roster", "pending", "history", "export")) {
            assertThat(run(nobody, command).exitCode()).as(command).isEqualTo(77);
        }
        assertThat(run(nobody, "trust", PEER).exitCode()).isEqualTo(77);
        assertThat(run(nobody, "subscribe", PEER).err()).contains("forbidden");
    }

    @Test
    @DisplayName("A server that is not there ends with 69, and so does a service; one that stays silent with 75")
    void unreachable() {
        assertThat(run("roster", "--server", "127.0.0.1:1").exitCode()).isEqualTo(69);
        assertThat(run("roster", "--server", "no-such-host.invalid").exitCode()).isEqualTo(69);
        assertThat(run("roster", "--service", CommandLineBed.GONE).exitCode()).isIn(69, 75);
        // The peer takes the question, and has nothing to say.
        assertThat(run("roster", "--service", PEER, "--timeout", "1").exitCode())
                .isEqualTo(75);
    }

    @Test
    @DisplayName("Without TLS a password goes to this machine alone; a server without TLS is no server by default")
    void plain() {
        Result plain = launcher().run("roster");
        assertThat(plain.exitCode()).isEqualTo(69);
        assertThat(plain.err()).contains("it offers no TLS; --tls off goes without");
        Result away = launcher().run("roster", "--tls", "off", "--server", "192.0.2.1");
        assertThat(away.exitCode()).isEqualTo(2);
        assertThat(away.err()).contains("--tls off is for a server on this machine");
    }

    @Test
    @DisplayName("Account and service come from the configuration where it names one of each, secrets unread")
    void configuration() throws Exception {
        Path one = write(
                "one.conf",
                "server-roster.components = [ { domain = buddies.montague.lit, secret = ${NOT_HERE},"
                        + " admins = [\"admin@montague.lit\", \"other@montague.lit\"] } ]");
        Map<String, String> none = Map.of("SERVER_ROSTER_AS", "", "SERVER_ROSTER_SERVICE", "");
        assertThat(run(none, "roster", "--config", one.toString()).exitCode()).isZero();
        Map<String, String> named =
                Map.of("SERVER_ROSTER_AS", "", "SERVER_ROSTER_SERVICE", "", "SERVER_ROSTER_CONFIG", one.toString());
        assertThat(run(named, "roster").exitCode()).isZero();
    }

    @Test
    @DisplayName("The service loads nothing of Smack, and neither does what asks nobody")
    void daemon() throws Exception {
        Map<String, String> verbose = Map.of("JAVA_OPTS", "-verbose:class");
        assertThat(run(verbose, "roster").out()).contains("org.jivesoftware.smack");
        assertThat(launcher().run(verbose, "--help").out())
                .contains("org.serverroster.Main")
                .doesNotContain("org.jivesoftware.smack");

        Path classes = folder().resolve("classes");
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        Long.toString(bed().side().service().pid()),
                        "VM.class_hierarchy")
                .redirectErrorStream(true)
                .redirectOutput(classes.toFile())
                .start();
        assertThat(jcmd.waitFor()).isZero();
        assertThat(classes)
                .content()
                .contains("org.serverroster.ServerRoster")
                .doesNotContain("org.jivesoftware.smack");
    }

    @Test
    @DisplayName(
            "\"Shell completion from picocli\": a shell takes the script, and completes commands and options by it")
    void completion() throws Exception {
        Result script = launcher().run("generate-completion");
        assertThat(script.exitCode()).isZero();
        String completed = completed(
                write("completion", script.out()),
                "server-roster un",
                "server-roster roster --as",
                "server-roster imp");
        assertThat(completed.lines()).containsExactly("unsubscribe unblock", "--as", "import");
    }

    /** What bash makes of each line, as if the tabulator key were pressed at its end. */
    private static String completed(Path script, String... lines) throws Exception {
        StringBuilder program = new StringBuilder("source '" + script + "'\n");
        for (String line : lines) {
            String[] words = line.split(" ");
            program.append("COMP_LINE='%s' COMP_POINT=%d COMP_WORDS=(%s) COMP_CWORD=%d COMPREPLY=()\n"
                    .formatted(line, line.length(), line, words.length - 1));
            // Which function that is, the shell itself knows by now.
            program.append("$(complete -p server-roster | sed 's/.*-F \\([^ ]*\\).*/\\1/') server-roster '")
                    .append(words[words.length - 1])
                    .append("' '")
                    .append(words[words.length - 2])
                    .append("'\necho \"${COMPREPLY[@]}\"\n");
        }
        Path out = script.resolveSibling("completed");
        Process bash = new ProcessBuilder("bash", "-c", program.toString())
                // Outside a real completion, bash refuses what only sets its options.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor()).isZero();
        return Files.readString(out);
    }
}
