package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** "An admin may write the commands as chat", every word of them, through a real server. */
interface ChatScenarios extends OneSide {

    @Test
    @DisplayName("help, pending, deny D [reason], approve D [reason], trust D, history D, roster")
    default void wordsAboutARequest() {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        assertThat(side().chat("help")).contains("approve SERVER [reason]", "block SERVER [ignore]", "trust SERVER");
        peer.presence("subscribe", name, side().component(), "<status>Let us work together</status>");
        side().awaitNotice(name + " asks to subscribe");
        assertThat(side().chat("pending")).contains(name + ", asked ", ": “Let us work together”");
        assertThat(side().chat("trust " + name)).startsWith(name + " is not trusted. State: None + Pending In");

        assertThat(side().chat("deny " + name + " who are you?")).contains("is refused");
        assertThat(peer.awaitPresence("unsubscribed").text("status")).isEqualTo("who are you?");
        peer.presence("subscribe");
        side().awaitNotice(name + " asks to subscribe");
        assertThat(side().chat("APPROVE " + name + " as agreed")).contains("is approved");
        peer.awaitPresence("subscribed");
        peer.awaitPresence("subscribe");
        peer.presence("subscribed");
        side().awaitNotice(name + " approved our request");

        assertThat(side().chat("trust romeo@" + name + "/orchard"))
                .contains(name + " is trusted, since ", "State: Both");
        assertThat(side().chat("roster")).contains(name + ": Both");
        assertThat(side().chat("history " + name))
                .contains(
                        "6 events are listed about " + name,
                        ": deny, by admin@montague.lit",
                        "“who are you?”",
                        "“as agreed”");
        assertThat(side().chat("history")).contains(name + ": approve, by admin@montague.lit");
    }

    @Test
    @DisplayName("subscribe D, unsubscribe D, block D, unblock D, remove D")
    default void wordsOfOurOwn() throws Exception {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        side().say("subscribe " + name);
        assertThat(side().awaitAnswer()).startsWith(name + " is asked to let this server subscribe to it.");
        peer.awaitPresence("subscribe");
        peer.presence("subscribed");
        side().awaitNotice(name + " approved our request");
        peer.presence("subscribe");
        peer.awaitPresence("subscribed");
        side().table().awaitState(name, "Both");

        assertThat(side().chat("remove " + name)).contains("Shall its subscription", "remove SERVER [revoke|keep]");
        assertThat(side().chat("remove " + name + " keep")).contains("stays on the roster");
        peer.awaitPresence("unsubscribe");
        side().table().awaitState(name, "From");
        assertThat(side().chat("unsubscribe " + name)).startsWith("Nothing to do");

        assertThat(side().chat("block " + name)).contains("is ended");
        peer.awaitPresence("unavailable");
        peer.awaitPresence("unsubscribed");
        assertThat(side().chat("block " + name + " ignore")).contains("Its later requests are dropped unseen.");
        peer.presence("subscribe");
        assertThat(side().chat("pending")).doesNotContain(name);
        assertThat(side().chat("trust " + name)).isEqualTo(name + " is not trusted. It is blocked.");
        assertThat(side().chat("unblock " + name)).contains("is unblocked");
        assertThat(side().table().states()).doesNotContainKey(name);
        assertThat(side().notices()).noneMatch(subject -> subject.contains(name));
    }

    @Test
    @DisplayName("Words that do not fit are answered with how to write them, and nothing is done")
    default void wordsThatDoNotFit() {
        assertThat(side().chat("approve")).isEqualTo("Write it like this: approve SERVER [reason]");
        assertThat(side().chat("block a.lit at once")).isEqualTo("Write it like this: block SERVER [ignore]");
        assertThat(side().chat("obey")).isEqualTo("I do not know 'obey'. Write 'help' to see what I know.");
        assertThat(side().chat("subscribe romeo@capulet.lit")).startsWith("Nothing was done: ");
    }
}
