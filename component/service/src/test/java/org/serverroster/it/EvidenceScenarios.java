package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serverroster.testbed.ServerKind;
import org.serverroster.testbed.Stanza;

/** What is found out about a real peer at another real server, over their connection. Each scenario has its own peer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EvidenceScenarios {

    private final ServerKind here;
    private final ServerKind there;
    private EvidenceWorld world;

    EvidenceScenarios(ServerKind here, ServerKind there) {
        this.here = here;
        this.there = there;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        world = EvidenceWorld.start(here, there, folder);
    }

    @AfterAll
    void stop() {
        if (world != null) {
            world.close();
            world.montague().assertNothingWentWrong();
            world.capulet().assertNothingWentWrong();
        }
    }

    @Test
    @DisplayName(
            "\"the notice and #pending show whether it announces urn:xmpp:server-presence, who answers for it, and since"
                    + " when we know it\"")
    void aRealPeerAsks() {
        Side asked = world.montague();
        Side asker = world.capulet();
        asker.run(Nodes.SUBSCRIBE, asked);

        Stanza notice = asked.awaitNotice("buddies.capulet.lit asks to subscribe");

        String evidence = "announces that it keeps a server roster; runs “Server roster [^ ”]+”; "
                + "answered for by “xmpp:admin@capulet.lit” \\(admin\\), “mailto:abuse@capulet.lit” \\(abuse\\)"
                + "; known here since [0-9TZ:-]{20}";
        assertThat(notice.text("body")).containsPattern(evidence);
        Stanza pending = asked.admin().request("set", asked.component(), Forms.command(Nodes.PENDING, Map.of()));
        assertThat(Forms.cell(pending, "buddies.capulet.lit", "evidence")).matches(evidence);
        assertThat(asked.chat("pending")).containsPattern(evidence);
        assertThat(asked.run(Nodes.APPROVE, asker)).startsWith("info: ");
        asker.awaitNotice("buddies.montague.lit approved our request");
    }

    @Test
    @DisplayName(
            "\"a domain that does not announce the feature but has a component that does (disco#items) is pointed out"
                    + " to the admin by name in the note\"")
    void aServerIsMeantForItsComponent() {
        assertThat(world.montague().run(Nodes.SUBSCRIBE, "capulet.lit", Map.of()))
                .startsWith("warn: capulet.lit is asked")
                .contains("does not announce that it keeps a server roster (urn:xmpp:server-presence)")
                .contains("its component buddies.capulet.lit does");
        // A stock Prosody approves whoever asks, a stock ejabberd answers nothing.
        world.montague().table().awaitState("capulet.lit", there == ServerKind.PROSODY ? "To" : "None + Pending Out");
    }

    @Test
    @DisplayName("\"a peer that announces nothing is subscribed all the same, with a warning\"")
    void aPeerThatAnnouncesNothing() throws Exception {
        assertThat(world.montague().run(Nodes.SUBSCRIBE, EvidenceWorld.ROOMS, Map.of()))
                .startsWith("warn: rooms.capulet.lit is asked")
                .contains("does not announce that it keeps a server roster (urn:xmpp:server-presence)")
                .doesNotContain("its component");
        assertThat(world.montague().table().newest(50)).contains("subscribe");
        assertThat(world.montague().table().state(EvidenceWorld.ROOMS)).isNotEqualTo("None");
    }

    @Test
    @DisplayName(
            "A domain that there is none: a warning that it cannot be reached, the request stands, and once a notice why")
    void aDomainThatDoesNotExist() throws Exception {
        assertThat(world.montague().run(Nodes.SUBSCRIBE, "nowhere.lit", Map.of()))
                .startsWith("warn: nowhere.lit is asked")
                .contains("But nowhere.lit cannot be reached: its name may be misspelt, or its server away.");
        assertThat(world.montague().awaitNotice("Our request to nowhere.lit").text("body"))
                .contains("It stands, and goes out again once a day.");
        assertThat(world.montague().table().state("nowhere.lit")).isEqualTo("None + Pending Out");
        world.montague().chat("unsubscribe nowhere.lit");
        assertThat(world.montague().notices()).noneMatch(subject -> subject.contains("nowhere.lit"));
    }
}
