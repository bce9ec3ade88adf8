package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.command.Scene;
import picocli.CommandLine;

/** What people see of a peer whose name looks like another's, and what programs do; by the service's own commands. */
@DisplayName("\"tables for people and JSON for programs\"")
class ListedForPeopleTest {

    /** The first letter is Cyrillic. */
    private static final String PEER = "\u0441apulet.lit";

    private static final String SHOWN = PEER + " (xn--apulet-hrf.lit)";

    private final Scene scene = new Scene();
    private final Shell shell = new Shell(
            Map.of(
                    "SERVER_ROSTER_AS", "bard@shakespeare.lit",
                    "SERVER_ROSTER_SERVICE", Scene.DOMAIN,
                    "SERVER_ROSTER_PASSWORD", "hunter2hunter2"),
            Path.of("none"),
            OptionalInt.empty(),
            false,
            Optional.empty());

    @BeforeEach
    void ask() {
        scene.asks(PEER, "two\nlines \\ and “quotes”");
    }

    private String execute(AdminSubcommand command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(exitCode).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void the_roster() {
        Session.Opener opener = target -> new SceneSession(scene);
        assertThat(execute(new ListSubcommands.Roster(shell, opener)).lines().skip(1))
                .singleElement()
                .asString()
                .startsWith(SHOWN + "  None + Pending In  ");
        assertThat(execute(new ListSubcommands.Roster(shell, opener), "--json"))
                .contains("\"jid\": \"\\u0441apulet.lit\"")
                .doesNotContain("xn--");
    }

    @Test
    @DisplayName("Requests; a reason that the service has escaped is not escaped again")
    void pending() {
        Session.Opener opener = target -> new SceneSession(scene);
        assertThat(execute(new ListSubcommands.Pending(shell, opener)).lines().skip(1))
                .singleElement()
                .asString()
                .startsWith(SHOWN + "  ")
                .contains("  two\\nlines \\ and “quotes”");
        assertThat(execute(new ListSubcommands.Pending(shell, opener), "--json"))
                .contains("\"jid\": \"\\u0441apulet.lit\"")
                .doesNotContain("xn--");
    }

    @Test
    @DisplayName("A file that names this server itself is refused with 65 before anything is planned")
    void own_domain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("own.csv"), "jid,note\na.lit,x\nSHAKESPEARE.lit.,x\n");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode = new CommandLine(new ImportSubcommand(shell, target -> new SceneSession(scene)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(file.toString());

        assertThat(exitCode).isEqualTo(65);
        assertThat(err.toString()).contains("shakespeare.lit is this server itself");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void verdicts_and_actors() {
        assertThat(new Verdict(PEER, false, Optional.empty(), Optional.empty(), Optional.empty(), false).cells())
                .startsWith(SHOWN, "no");
        assertThat(TextTable.address("admin@" + PEER + "/desk")).isEqualTo("admin@" + SHOWN + "/desk");
        assertThat(TextTable.address("capulet.lit")).isEqualTo("capulet.lit");
        assertThat(TextTable.address("the rule for *")).isEqualTo("the rule for *");
    }
}
