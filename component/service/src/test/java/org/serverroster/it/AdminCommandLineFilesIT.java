package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.it.Launcher.Result;

/** "Import and export of the roster as CSV and JSON", by the command line against a real server and a real service. */
class AdminCommandLineFilesIT extends CommandLineScenarios {

    @Test
    @DisplayName("What is exported can be imported again, and then there is nothing to do")
    void exportImport() throws Exception {
        runWell("subscribe", PEER);
        runWell("edit", "capulet.lit", "--note", "@home");
        runWell("edit", PEER, "--name", "=1+1", "--group", "a, b", "--group", "Hidden", "--note", "say \"hi\" \\o/");
        runWell("block", "--ignore", "verona.lit");
        for (String format : new String[] {"csv", "json"}) {
            Path file = folder().resolve("export." + format);
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
        assertThat(Files.readString(folder().resolve("export.csv")))
                .startsWith("jid,state,name,groups,note,blocked,since\r\n")
                .contains(PEER + ",None + Pending Out,'=1+1,\"a, b\nHidden\",\"say \"\"hi\"\" \\o/\",false,20")
                .contains("capulet.lit,None,,,'@home,false,20")
                .contains("verona.lit,None,,,,true,20");
        try (var files = Files.list(folder())) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }

        // Into a roster that is empty, as after a loss: names, groups, notes and blocks are what they were.
        Path json = folder().resolve("export.json");
        String before = Files.readString(json);
        clear();
        runWell("import", json.toString(), "--yes");
        assertThat(withoutTimes(run("export", "--format", "json").out())).isEqualTo(withoutTimes(before));
    }

    private static String withoutTimes(String json) {
        return json.replaceAll("\"since\": \"[^\"]*\"", "");
    }

    @Test
    @DisplayName("An import does nothing without --yes, and with it what it showed; what cannot be is told")
    void importing() throws Exception {
        peerAsks();
        runWell("subscribe", "capulet.lit");
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
        assertThat(bed().side().table().states()).containsOnlyKeys(PEER, "capulet.lit");
        assertThat(toPeer()).isEmpty();

        Result done = run("import", file.toString(), "--yes");
        assertThat(done.out()).isEqualTo(shown.out());
        assertThat(done.err()).isEqualTo("5 of 5 commands are done.\n");
        assertThat(done.exitCode()).isZero();
        assertThat(bed().side().table().states())
                .containsEntry(PEER, "From + Pending Out")
                .containsEntry("mantua.lit", "None")
                .doesNotContainKey("verona.lit");
        assertThat(toPeer()).containsOnlyOnce("subscribe").startsWith("subscribed");
        Config again = json(run("import", "--json", file.toString()));
        assertThat(again.getConfigList("commands")).isEmpty();
        assertThat(again.getBoolean("done")).isFalse();
    }

    @Test
    @DisplayName(
            "\"An import never sends a subscribe that the preview did not name\": an approval alone asks nothing back")
    void asksNobodyUnnamed() throws Exception {
        peerAsks();
        Path file = write("from.json", """
                { "peers": [ { "jid": "%s", "state": "From", "note": "by file" } ] }
                """.formatted(PEER));

        Config shown = json(run("import", "--json", file.toString()));
        assertThat(shown.getConfigList("commands"))
                .extracting(command -> command.getString("command"))
                .containsExactly("approve", "edit");
        assertThat(shown.getConfigList("results")).isEmpty();
        runWell("import", "--yes", file.toString());

        // By an administrator's own hand the same approval would ask the peer in turn.
        assertThat(toPeer()).startsWith("subscribed").doesNotContain("subscribe");
        assertThat(bed().side().table().state(PEER)).isEqualTo("From");
    }

    @Test
    @DisplayName("A file that is wrong, or that the service would refuse, is 65, and nothing of it is done")
    void refused() throws Exception {
        Result tooLong = run(
                "import",
                write("long.csv", "jid,name\na.lit," + "x".repeat(5_000) + "\nb.lit,fine\n")
                        .toString(),
                "--yes");
        assertThat(tooLong.exitCode()).isEqualTo(65);
        assertThat(tooLong.err()).contains("line 2: name takes at most 200 characters");

        String own = bed().side().component();
        Result ourselves = run(
                "import",
                write("own.csv", "jid,name\n" + own + ",me\nb.lit,fine\n").toString(),
                "--yes");
        assertThat(ourselves.exitCode()).isEqualTo(65);
        assertThat(ourselves.err()).contains(own + " is this server itself");

        Result bad =
                run("import", write("bad.csv", "jid,state\nromeo@a.lit,x\n").toString());
        assertThat(bad.exitCode()).isEqualTo(65);
        assertThat(bad.err()).contains("line 2: ");
        assertThat(bed().side().table().states()).isEmpty();
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
}
