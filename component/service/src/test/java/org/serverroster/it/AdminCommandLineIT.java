package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.it.Launcher.Result;

/** "The command line as an XMPP admin (Smack over c2s, never the database)", against a real server and a real service. */
class AdminCommandLineIT extends CommandLineScenarios {

    @Test
    @DisplayName("What an administrator does by it is done, and told in tables")
    void tables() {
        assertThat(run("roster").err()).isEqualTo("No peer to list.\n");
        Result subscribed = run("subscribe", "CAPULET.LIT", "münchen.lit.");
        assertThat(subscribed.err()).isEmpty();
        assertThat(subscribed.exitCode()).isZero();
        assertThat(subscribed.out()).contains("capulet.lit is asked to let", "münchen.lit is asked to let");

        runWell("edit", "capulet.lit", "--name", "The Capulets", "--group", "Foes", "--group", "Verona");
        runWell("edit", "capulet.lit", "--note", "back\\slash");
        Result roster = run("roster");
        assertThat(roster.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).matches("PEER +STATE +NAME +GROUPS +FLAGS +NOTE +SINCE"));
        assertThat(roster.rows())
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("capulet.lit None + Pending Out The Capulets Foes, Verona approved"
                                        + " back\\slash 20"),
                        row -> assertThat(row)
                                .startsWith("münchen.lit (xn--mnchen-3ya.lit) None + Pending Out approved 20"));
        assertThat(run("roster", "--match", "MÜNCH").rows()).hasSize(1);

        runWell("edit", "capulet.lit", "--group", "Hidden");
        assertThat(run("roster").rows()).hasSize(1);
        assertThat(run("roster", "--hidden").rows()).hasSize(2);
    }

    @Test
    @DisplayName("Tables fit the terminal, and progress is shown to who watches")
    void terminal() {
        runWell("edit", PEER, "--name", "long ".repeat(30), "--note", "also long ".repeat(40));
        Result shown = launcher().runAtTerminal(Map.of(), "", "", withoutTls("roster"));
        assertThat(shown.out()).contains("PEER", "…");
        assertThat(shown.out().replaceAll("[^\\n]*\\r\\u001b\\[K", "").lines().map(String::stripTrailing))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(run("roster").out())
                .contains("also long ".repeat(40).strip())
                .doesNotContain("\u001b");
    }

    @Test
    @DisplayName("--json is for programs: every key is always there")
    void objects() {
        runWell("subscribe", PEER);
        runWell("edit", PEER, "--name", "a \"peer\"");

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
    @DisplayName("Each command sends the peer what it is for, and the history tells who did it and why")
    void commands() {
        peerAsks();
        runWell("deny", PEER, "--reason", "who are you?");
        assertThat(toPeer()).containsExactly("unsubscribed");
        assertThat(bed().side().table().shown()).doesNotContain(PEER);

        runWell("subscribe", PEER);
        runWell("unsubscribe", PEER);
        assertThat(toPeer()).containsExactly("subscribe", "unsubscribe");

        // Subscribing approved the way back, which a denial takes away.
        runWell("deny", PEER);
        peerAsks();
        runWell("approve", PEER);
        assertThat(toPeer()).containsExactly("subscribed", "subscribe", "");
        runWell("block", PEER, "--ignore", "--reason", "too many of you");
        assertThat(toPeer()).contains("unsubscribed");
        peerSends("subscribe", "");
        settle();
        assertThat(run("pending").err()).isEqualTo("No request waits.\n");
        runWell("unblock", PEER);
        peerSends("subscribe", "");
        settle();
        assertThat(run("pending").rows()).singleElement().asString().startsWith(PEER);

        Result history = run("history", PEER);
        assertThat(history.out()).startsWith("TIME");
        assertThat(history.rows().get(1)).matches("20\\S+ " + PEER + " unblock admin@montague\\.lit .*");
        assertThat(history.out()).contains("too many of you", "who are you?");
        assertThat(run("history", PEER, "--max", "2").rows()).hasSize(2);
    }

    @Test
    @DisplayName("A peer's request is listed, approved or denied; trust answers with its exit code")
    void trust() {
        assertThat(run("trust", PEER).exitCode()).isEqualTo(1);
        peerAsks();
        assertThat(run("pending").rows()).singleElement().asString().contains(PEER, "let us be friends");
        runWell("approve", PEER, "--no-reciprocate");

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
        runWell("block", PEER);
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
    @DisplayName("XEP-0162, 2: \"SHOULD ask the user whether he wants to revoke\"; a script has to say it")
    void remove() {
        peerAsks();
        runWell("approve", PEER);
        peerSends("subscribed", "");
        bed().side().table().awaitState(PEER, "Both");

        Result unsaid = run("remove", PEER);
        assertThat(unsaid.exitCode()).isEqualTo(2);
        assertThat(unsaid.err()).contains("--revoke", "--no-revoke");
        bed().side().table().awaitState(PEER, "Both");
        assertThat(launcher()
                        .runAtTerminal(Map.of(), "[yes/no]", "no", withoutTls("remove", PEER))
                        .exitCode())
                .isZero();
        bed().side().table().awaitState(PEER, "From");
        runWell("remove", "--revoke", PEER);
        bed().side().table().awaitState(PEER, "None");
    }

    @Test
    @DisplayName("An administrator who looks by it is not there to the server: what is kept for him stays kept")
    void presence() {
        bed().peer().send("<message to='admin@montague.lit' type='normal'><body>kept</body></message>");
        // The peer's next stanza is answered after the one before it was taken.
        bed().peer().ping("montague.lit", Side.PATIENCE);
        runWell("pending");
        bed().side().login();
        bed().side().admin().awaitMessage(PEER, "kept", Side.PATIENCE);
        bed().side().admin().close();
    }
}
