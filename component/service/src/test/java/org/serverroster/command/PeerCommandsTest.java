package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.APPROVE;
import static org.serverroster.command.Scene.DENY;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.PeerStanza;
import org.serverroster.roster.PeerStanza.Kind;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.Namespaces;

@DisplayName("The commands about one peer: what they do and what they say")
class PeerCommandsTest {

    private static final String UNSUBSCRIBE = Namespaces.ROSTER_ADMIN + "unsubscribe";
    private static final String BLOCK = Namespaces.ROSTER_ADMIN + "block";
    private static final String UNBLOCK = Namespaces.ROSTER_ADMIN + "unblock";

    private final Scene scene = new Scene();

    @Test
    @DisplayName("Approving sends, in this order: subscribed, then [...] subscribe, then our current presence.")
    void approve() {
        scene.asks("capulet.lit", "We are friends");

        says(
                "info",
                "The request of capulet.lit is approved, and it is asked to let this server subscribe in turn. State: From "
                        + "+ Pending Out (it is subscribed to us, and our request waits for its answer).",
                scene.note(APPROVE, "peerjid", "capulet.lit", "reason", "welcome"));
        sent(Kind.SUBSCRIBED, Kind.SUBSCRIBE, Kind.AVAILABLE);
        assertThat(scene.decisions.get(1).events().get(0).reason()).isEqualTo("welcome");
        assertThat(scene.decisions.get(1).events().get(0).actor().label()).isEqualTo("bard@shakespeare.lit");
    }

    @Test
    void approve_without_asking_in_turn() {
        scene.asks("capulet.lit", "");

        says(
                "info",
                "The request of capulet.lit is approved. State: From (it is subscribed to us).",
                scene.note(APPROVE, "peerjid", "capulet.lit", "reciprocate", "false"));
        sent(Kind.SUBSCRIBED, Kind.AVAILABLE);
        says(
                "info",
                "Nothing to do: capulet.lit is subscribed already. State: From (it is subscribed to us).",
                scene.note(APPROVE, "peerjid", "capulet.lit"));
    }

    @Test
    @DisplayName("The form's default for reciprocate is the configured one")
    void reciprocate_by_configuration() {
        Commands commands = Commands.of(
                scene.rules,
                false,
                peer -> Optional.empty(),
                (peer, max) -> CompletableFuture.completedFuture(List.of()),
                scene.peers.looks());

        assertThat(Scene.values(commands.find(APPROVE).orElseThrow().form().toElement(), "reciprocate"))
                .containsExactly("0");
        assertThat(Scene.values(
                        scene.commands.find(APPROVE).orElseThrow().form().toElement(), "reciprocate"))
                .containsExactly("1");
    }

    @Test
    void deny() {
        scene.asks("capulet.lit", "");

        says(
                "info",
                "The request of capulet.lit is refused. State: None (neither server is subscribed to the other).",
                scene.note(DENY, "peerjid", "capulet.lit", "reason", "not now"));
        sent(Kind.UNSUBSCRIBED);
        assertThat(scene.decisions.get(1).toPeer().get(0).reason()).isEqualTo("not now");
        assertThat(scene.item("capulet.lit")).isEmpty();
    }

    @Test
    @DisplayName("one that can't be done completes with an error note that says why, and changes nothing")
    void nothing_to_approve_or_deny() {
        says(
                "error",
                "Nothing was done: capulet.lit has not asked to subscribe, so there is no request to approve. State: None "
                        + "(neither server is subscribed to the other).",
                scene.note(APPROVE, "peerjid", "capulet.lit"));
        says(
                "error",
                "Nothing was done: capulet.lit has not asked to subscribe, so there is no request to refuse. State: None "
                        + "(neither server is subscribed to the other).",
                scene.note(DENY, "peerjid", "capulet.lit"));
        assertThat(scene.roster.size()).isZero();
    }

    @Test
    void unsubscribe() {
        scene.note(Namespaces.SERVER_BUDDY, "peerjid", "capulet.lit");

        assertThat(scene.note(UNSUBSCRIBE, "peerjid", "capulet.lit").getText())
                .startsWith("This server's request to capulet.lit is taken back.");
        sent(Kind.UNSUBSCRIBE);
        says(
                "info",
                "Nothing to do: this server is not subscribed to capulet.lit, and has not asked to be. State: None (neither "
                        + "server is subscribed to the other).",
                scene.note(UNSUBSCRIBE, "peerjid", "capulet.lit"));
    }

    @Test
    void block_what_is_subscribed() {
        scene.asks("capulet.lit", "");
        scene.note(APPROVE, "peerjid", "capulet.lit", "reciprocate", "0");

        says(
                "info",
                "The subscription of capulet.lit to this server is ended. State: None (neither server is subscribed to the "
                        + "other).",
                scene.note(BLOCK, "peerjid", "capulet.lit"));
        sent(Kind.UNAVAILABLE, Kind.UNSUBSCRIBED);
    }

    @Test
    void block_and_ignore_then_unblock() {
        scene.asks("capulet.lit", "");

        says(
                "info",
                "The request of capulet.lit is refused. Its later requests are dropped unseen. State: None (neither server "
                        + "is subscribed to the other), blocked.",
                scene.note(BLOCK, "peerjid", "capulet.lit", "ignore", "1"));
        assertThat(scene.item("capulet.lit").orElseThrow().blocked()).isTrue();
        says(
                "info",
                "capulet.lit is unblocked: you will be told of its next request. State: None (neither server is subscribed "
                        + "to the other).",
                scene.note(UNBLOCK, "peerjid", "capulet.lit"));
        assertThat(scene.item("capulet.lit")).isEmpty();
        assertThat(scene.note(UNBLOCK, "peerjid", "capulet.lit").getText()).startsWith("Nothing to do");
        assertThat(scene.note(BLOCK, "peerjid", "capulet.lit").getText()).startsWith("Nothing to do");
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "deny", "edit", "unsubscribe", "block", "unblock", "remove"})
    @DisplayName("romeo@capulet.lit is never a peer, nor is this server itself")
    void no_peer(String name) {
        String node = Namespaces.ROSTER_ADMIN + name;
        for (String peer : new String[] {"romeo@capulet.lit", "shakespeare.lit", "a b", "x".repeat(4_000)}) {
            Element note = scene.note(node, "peerjid", peer);

            assertThat(note.attributeValue("type")).isEqualTo("error");
            assertThat(note.getText()).startsWith("Nothing was done: ");
        }
        assertThat(scene.decisions).isEmpty();
    }

    @Test
    void what_was_decided_meanwhile_counts() {
        scene.asks("capulet.lit", "");
        var outcome =
                scene.outcome(Scene.ADMIN, Scene.request(APPROVE, "", Scene.form(APPROVE, "peerjid", "capulet.lit")));
        scene.note(DENY, "peerjid", "capulet.lit");

        Element answer = Scene.one(scene.settle(outcome));

        assertThat(answer.asXML()).contains("type=\"error\"").contains("has not asked to subscribe");
        assertThat(scene.item("capulet.lit")).isEmpty();
    }

    @Test
    void every_state_has_words() {
        for (SubscriptionState state : SubscriptionState.values()) {
            assertThat(PeerWords.of(state)).isNotEmpty();
        }
    }

    private static void says(String type, String text, Element note) {
        assertThat(note.getText()).isEqualTo(text);
        assertThat(note.attributeValue("type")).isEqualTo(type);
    }

    private void sent(Kind... kinds) {
        assertThat(scene.decisions.get(scene.decisions.size() - 1).toPeer())
                .extracting(PeerStanza::kind)
                .containsExactly(kinds);
    }
}
