package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.it.Launcher.Result;

/** "The command line as an XMPP admin (Smack over c2s, never the database)", against a real server and a real service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminCommandLineIT {

    private static final String PEER = CommandLineBed.PEER;

    @TempDir
    private static Path folder;

    private CommandLineBed bed;
    private Launcher launcher;

    @BeforeAll
    void start() {
        bed = CommandLineBed.start(folder);
        launcher = bed.launcher();
    }

    @AfterAll
    void stop() {
        bed.close();
    }

    /** By the administrator's own means, as all else here. */
    @BeforeEach
    void clear() throws Exception {
        runAbout(bed.side().table().states().keySet(), "remove", "--revoke");
        // A block keeps the item.
        runAbout(bed.side().table().states().keySet(), "unblock");
        assertThat(bed.side().table().states()).isEmpty();
    }

    private Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** On this machine, and so without TLS. */
    private Result run(Map<String, String> environment, String... arguments) {
        return launcher.run(environment, withoutTls(arguments));
    }

    private static String[] withoutTls(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--tls", "off"));
        return all.toArray(String[]::new);
    }

    private void runAbout(Set<String> peers, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(peers);
        if (!peers.isEmpty()) {
            assertThat(run(all.toArray(String[]::new)).exitCode()).isZero();
        }
    }

    private static Config json(Result result) {
        return ConfigFactory.parseString(result.out());
    }

    private static Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** The peer asks, and the service has it. */
    private void peerAsks() {
        bed.peer()
                .send("<presence type='subscribe' to='%s'><status>let us be friends</status></presence>"
                        .formatted(bed.side().component()));
        bed.side().table().awaitState(PEER, "None + Pending In");
    }

    @Test
    @DisplayName("What an administrator does by it is done, and told in tables")
    void tables() {
        assertThat(run("roster").err()).isEqualTo("No peer to list.\n");
        Result subscribed = run("subscribe", "CAPULET.LIT", "münchen.lit.");
        assertThat(subscribed.err()).isEmpty();
        assertThat(subscribed.exitCode()).isZero();
        assertThat(subscribed.out()).contains("capulet.lit is asked to let", "münchen.lit is asked to let");

        assertThat(run("edit", "capulet.lit", "--name", "The Capulets", "--group", "Foes", "--group", "Verona")
                        .exitCode())
                .isZero();
        assertThat(run("edit", "capulet.lit", "--note", "back\\slash").exitCode())
                .isZero();
        Result roster = run("roster");
        assertThat(roster.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).matches("PEER +STATE +NAME +GROUPS +FLAGS +NOTE +SINCE"));
        assertThat(roster.rows())
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("capulet.lit None + Pending Out The Capulets Foes, Verona approved"
                                        + " back\\\\slash 20"),
                        row -> assertThat(row).startsWith("münchen.lit None + Pending Out approved 20"));
        assertThat(run("roster", "--match", "MÜNCH").rows()).hasSize(1);

        assertThat(run("edit", "capulet.lit", "--group", "Hidden").exitCode()).isZero();
        assertThat(run("roster").rows()).hasSize(1);
        assertThat(run("roster", "--hidden").rows()).hasSize(2);
    }

    @Test
    @DisplayName("--json is for programs: every key is always there")
    void objects() {
        run("subscribe", PEER);
        run("edit", PEER, "--name", "a \"peer\"");

        Config peer = json(run("roster", "--json")).getConfigList("peers").get(0);
        assertThat(peer.root().unwrapped())
                .containsEntry("jid", PEER)
                .containsEntry("state", "None + Pending Out")
                .containsEntry("name", "a \"peer\"")
                .containsEntry("groups", List.of())
                .containsEntry("note", "")
                .containsEntry("subscription", "none")
                .containsEntry("ask", true)
                .containsEntry("request", false)
                .containsEntry("approved", true)
                .containsEntry("blocked", false)
                .containsEntry("available", null)
                .containsKey("since");
        Result blocked = run("block", "--ignore", "--json", PEER);
        assertThat(json(blocked).getString("service")).isEqualTo("buddies.montague.lit");
        assertThat(json(blocked).getConfigList("results").get(0).getString("severity"))
                .isEqualTo("info");
        Config history = json(run("history", "--json", PEER));
        assertThat(history.getConfigList("events"))
                .extracting(event -> event.getString("action"))
                .startsWith("block", "edit", "subscribe");
        assertThat(json(run("pending", "--json")).getConfigList("requests")).isEmpty();
    }

    @Test
    @DisplayName("A peer's request is listed, approved or denied; trust answers with its exit code")
    void trust() {
        assertThat(run("trust", PEER).exitCode()).isEqualTo(1);
        peerAsks();
        assertThat(run("pending").rows()).singleElement().asString().contains(PEER, "let us be friends");
        assertThat(run("approve", PEER, "--no-reciprocate").exitCode()).isZero();

        Result trusted = run("trust", "--json", PEER.toUpperCase(Locale.ROOT) + "/x");
        assertThat(trusted.exitCode()).isZero();
        assertThat(json(trusted).getConfigList("domains").get(0).root().unwrapped())
                .containsEntry("jid", PEER)
                .containsEntry("trusted", true)
                .containsEntry("subscription", "from")
                .containsEntry("blocked", false);
        assertThat(run("trust", PEER, "verona.lit").exitCode()).isEqualTo(1);
        Map<String, String> reader = Map.of(
                "SERVER_ROSTER_AS", CommandLineBed.READER, "SERVER_ROSTER_PASSWORD", CommandLineBed.READER_PASSWORD);
        assertThat(run(reader, "trust", PEER).exitCode()).isZero();
        assertThat(run(reader, "block", PEER).exitCode()).isEqualTo(77);
        assertThat(run("block", PEER).exitCode()).isZero();
        assertThat(run(reader, "trust", PEER).exitCode()).isEqualTo(1);
    }

    @Test
    @DisplayName("A command that the service says cannot be done ends with 1, and its words on the standard error")
    void errorNote() {
        Result denied = run("deny", PEER);
        assertThat(denied.exitCode()).isEqualTo(1);
        assertThat(denied.out()).isEmpty();
        assertThat(denied.err()).startsWith("Nothing was done: " + PEER + " has not asked to subscribe");
        assertThat(run("deny", "--json", PEER).exitCode()).isEqualTo(1);
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
        assertThat(run(none, "roster", "--password-file", folder.resolve("no").toString())
                        .exitCode())
                .isEqualTo(2);

        Result typed = launcher.runAtTerminal(none, "Password of", Side.ADMIN_PASSWORD, withoutTls("roster"));
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
        assertThat(launcher.run("roster").exitCode()).isEqualTo(69);
        Result away = launcher.run("roster", "--tls", "off", "--server", "192.0.2.1");
        assertThat(away.exitCode()).isEqualTo(2);
        assertThat(away.err()).contains("--tls off is for a server on this machine");
    }

    @Test
    @DisplayName("Account and service come from the configuration where it names one of each, secrets unread")
    void configuration() throws Exception {
        Map<String, String> none = Map.of("SERVER_ROSTER_AS", "", "SERVER_ROSTER_SERVICE", "");
        Path one = write(
                "one.conf",
                "server-roster.components = [ { domain = buddies.montague.lit, secret = ${NOT_HERE},"
                        + " admins = [\"admin@montague.lit\", \"other@montague.lit\"] } ]");
        assertThat(run(none, "roster", "--config", one.toString()).exitCode()).isZero();
        assertThat(run(
                                Map.of(
                                        "SERVER_ROSTER_AS",
                                        "",
                                        "SERVER_ROSTER_SERVICE",
                                        "",
                                        "SERVER_ROSTER_CONFIG",
                                        one.toString()),
                                "roster")
                        .exitCode())
                .isZero();
    }

    @Test
    @DisplayName("XEP-0162, 2: \"SHOULD ask the user whether he wants to revoke\"; a script has to say it")
    void remove() {
        peerAsks();
        run("approve", PEER);
        bed.peer()
                .send("<presence type='subscribed' to='%s'/>"
                        .formatted(bed.side().component()));
        bed.side().table().awaitState(PEER, "Both");

        Result unsaid = run("remove", PEER);
        assertThat(unsaid.exitCode()).isEqualTo(2);
        assertThat(unsaid.err()).contains("--revoke", "--no-revoke");
        bed.side().table().awaitState(PEER, "Both");
        assertThat(launcher.runAtTerminal(Map.of(), "[yes/no]", "no", withoutTls("remove", PEER))
                        .exitCode())
                .isZero();
        bed.side().table().awaitState(PEER, "From");
        assertThat(run("remove", "--revoke", PEER).exitCode()).isZero();
        bed.side().table().awaitState(PEER, "None");
    }

    @Test
    @DisplayName("What is exported can be imported again, and then there is nothing to do")
    void exportImport() throws Exception {
        run("subscribe", PEER);
        run("edit", "capulet.lit", "--note", "@home");
        run("edit", PEER, "--name", "=1+1", "--group", "a, b", "--group", "Hidden", "--note", "say \"hi\"");
        run("block", "--ignore", "verona.lit");
        for (String format : List.of("csv", "json")) {
            Path file = folder.resolve("export." + format);
            Result exported = run("export", "--format", format, "--output", file.toString());
            assertThat(exported.exitCode()).isZero();
            assertThat(exported.out()).isEmpty();
            assertThat(run("export", "--format", format).out()).isEqualTo(Files.readString(file));
            assertThat(Files.readString(file)).contains(PEER, "capulet.lit", "verona.lit");

            Result nothing = run("import", file.toString(), "--yes");
            assertThat(nothing.out()).isEmpty();
            assertThat(nothing.err()).startsWith("Nothing to do");
            assertThat(nothing.exitCode()).isZero();
        }
        assertThat(Files.readString(folder.resolve("export.csv"))).contains("'=1+1", "\"a, b\nHidden\"");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    @DisplayName("An import does nothing without --yes, and with it what it showed; what cannot be is told")
    void importing() throws Exception {
        peerAsks();
        run("subscribe", "capulet.lit");
        Path file = write("plan.csv", """
                jid,state,name,blocked
                %s,Both,A peer,
                capulet.lit,None,,
                verona.lit,From,,
                mantua.lit,,,true
                """.formatted(PEER));

        Result shown = run("import", file.toString());
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.rows())
                .containsExactly(
                        PEER + " approve None + Pending In Both reciprocate 0",
                        PEER + " subscribe None + Pending In Both",
                        PEER + " edit None + Pending In Both name A peer",
                        "capulet.lit unsubscribe None + Pending Out None",
                        "mantua.lit block not on the roster ignore 1",
                        "verona.lit: the file says From, here it is None: it has to ask first");
        assertThat(shown.err()).contains("Nothing was done. Say --yes to run these 5 commands.");
        assertThat(bed.side().table().states()).containsOnlyKeys(PEER, "capulet.lit");

        Result done = run("import", file.toString(), "--yes");
        assertThat(done.out()).isEqualTo(shown.out());
        assertThat(done.err()).isEqualTo("5 of 5 commands are done.\n");
        assertThat(done.exitCode()).isZero();
        assertThat(bed.side().table().states())
                .containsEntry(PEER, "From + Pending Out")
                .containsEntry("mantua.lit", "None")
                .doesNotContainKey("verona.lit");
        Config again = json(run("import", "--json", file.toString()));
        assertThat(again.getConfigList("commands")).isEmpty();
        assertThat(again.getBoolean("done")).isFalse();
    }

    @Test
    @DisplayName("What fails is told with its peer, the others are done, and the exit code is 1; a bad file is 65")
    void partlyFailing() throws Exception {
        Path file = write("long.csv", "jid,name\na.lit," + "x".repeat(5_000) + "\nb.lit,fine\n");
        Result partly = run("import", file.toString(), "--yes");
        assertThat(partly.exitCode()).isEqualTo(1);
        assertThat(partly.err()).contains("edit a.lit: ", "1 of 2 commands are done.");
        assertThat(bed.side().table().states()).containsOnlyKeys("b.lit");

        Result bad =
                run("import", write("bad.csv", "jid,state\nromeo@a.lit,x\n").toString());
        assertThat(bad.exitCode()).isEqualTo(65);
        assertThat(bad.err()).contains("line 2: ");
    }

    @Test
    @DisplayName("A large roster is imported and listed whole, page by page")
    void large() throws Exception {
        int peers = 1_003;
        String file = IntStream.range(0, peers)
                .mapToObj("p%05d.lit,a name"::formatted)
                .collect(Collectors.joining("\n", "jid,name\n", "\n"));
        Result done = run("import", write("large.csv", file).toString(), "--yes");
        assertThat(done.err()).isEqualTo("1,003 of 1,003 commands are done.\n");
        assertThat(json(run("roster", "--json")).getConfigList("peers")).hasSize(peers);
    }

    @Test
    @DisplayName("Tables fit the terminal, and progress is shown to who watches")
    void terminal() {
        run("edit", PEER, "--name", "long ".repeat(30), "--note", "also long ".repeat(40));
        Result shown = launcher.runAtTerminal(Map.of(), "", "", withoutTls("roster"));
        assertThat(shown.out()).contains("PEER", "…");
        assertThat(shown.out().replaceAll("[^\\n]*\\r\\u001b\\[K", "").lines().map(String::stripTrailing))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(run("roster").out()).contains("also long ".repeat(39)).doesNotContain("\u001b");
    }

    @Test
    @DisplayName("An administrator who looks by it is not there to the server: what is kept for him stays kept")
    void presence() {
        bed.peer().send("<message to='admin@montague.lit' type='normal'><body>kept</body></message>");
        // The peer's next stanza is answered after the one before it was taken.
        bed.peer().ping("montague.lit", Side.PATIENCE);
        assertThat(run("pending").exitCode()).isZero();
        bed.side().login();
        bed.side().admin().awaitMessage(PEER, "kept", Side.PATIENCE);
        bed.side().admin().close();
    }

    @Test
    @DisplayName("The service loads nothing of Smack, and neither does what asks nobody")
    void daemon() {
        assertThat(run(Map.of("JAVA_OPTS", "-verbose:class"), "roster").out()).contains("org.jivesoftware.smack");
        assertThat(launcher.run(Map.of("JAVA_OPTS", "-verbose:class"), "--help").out())
                .contains("org.serverroster.Main")
                .doesNotContain("org.jivesoftware.smack");
    }

    @Test
    @DisplayName("Completion for a shell is printed, and the shell takes it")
    void completion() throws Exception {
        Result script = launcher.run("generate-completion");
        assertThat(script.exitCode()).isZero();
        assertThat(script.out()).contains("server-roster", "unsubscribe", "off-anywhere");
        Process bash = new ProcessBuilder(
                        "bash", "-n", write("completion", script.out()).toString())
                .inheritIO()
                .start();
        assertThat(bash.waitFor()).isZero();
    }
}
