package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.it.CommandTalk.field;
import static org.serverroster.it.CommandTalk.note;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.testbed.Stanza;

/** What administrators are told and shown, and what they are not. */
interface NoticeScenarios extends OneSide {

    /** The subjects that the other administrator was told about that peer, taken. */
    private List<String> toldNurse(String peer) {
        // Who is answered has been told before: both go the same way.
        nurse().request("get", side().component(), "<ping xmlns='urn:xmpp:ping'/>");
        return nurse().received().contents().stream()
                .filter(stanza -> stanza.name().equals("message"))
                .map(stanza -> stanza.text("subject"))
                .filter(subject -> subject.contains(peer))
                .toList();
    }

    private List<String> told(String peer) {
        side().chat("help");
        return side().notices().stream()
                .filter(subject -> subject.contains(peer))
                .toList();
    }

    @Test
    @DisplayName("Each request, each approval and each loss \"is told to every admin of that local domain, once\"")
    default void toEveryAdminOnce() {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        peer.presence("subscribe");
        side().awaitNotice(name + " asks to subscribe");
        peer.presence("subscribe", name + "/again", side().component(), "");
        side().chat("approve " + name);
        peer.awaitPresence("subscribed");
        peer.awaitPresence("subscribe");
        peer.presence("subscribed");
        peer.presence("subscribed");
        side().awaitNotice(name + " approved our request");
        peer.presence("unsubscribed");
        peer.presence("unsubscribed");
        side().awaitNotice(name + " ended our subscription");
        peer.presence("unsubscribe");
        side().awaitNotice(name + " ended its subscription");
        peer.awaitPresence("unsubscribed");
        side().chat("subscribe " + name);
        peer.awaitPresence("subscribe");
        peer.presence("unsubscribed");
        side().awaitNotice(name + " refused our request");
        peer.presence("subscribe");
        peer.awaitPresence("subscribed");
        side().chat("block " + name);

        assertThat(told(name)).isEmpty();
        assertThat(toldNurse(name))
                .containsExactly(
                        name + " asks to subscribe to buddies.montague.lit",
                        name + " approved our request",
                        name + " ended our subscription",
                        name + " ended its subscription",
                        name + " refused our request");
    }

    @Test
    @DisplayName("An admin is never told twice: not after a restart of the service, nor when the peer asks again then")
    default void notAgainAfterARestart() {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        peer.presence("subscribe");
        side().awaitNotice(name + " asks to subscribe");

        restartService();
        peer.presence("subscribe");
        peer.component().ping(side().component(), Side.PATIENCE);

        assertThat(side().chat("pending")).contains(name);
        assertThat(told(name)).isEmpty();
        assertThat(toldNurse(name)).hasSize(1);
        side().chat("deny " + name);
    }

    @Test
    @DisplayName("A peer that was removed is gone from the roster; its history stays, and shows when it asks again")
    default void removedWithHistory() throws Exception {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        peer.presence("subscribe");
        side().awaitNotice(name + " asks to subscribe");
        side().chat("approve " + name);
        peer.awaitPresence("subscribe");
        peer.presence("subscribed");
        side().awaitNotice(name + " approved our request");
        note(talk().execute(Nodes.EDIT, field("peerjid", name), field("name", "An old friend")));
        assertThat(side().chat("remove " + name + " revoke")).endsWith(name + " is off the roster.");
        peer.awaitPresence("unsubscribed");

        assertThat(side().table().states()).doesNotContainKey(name);
        assertThat(side().chat("roster")).doesNotContain(name);
        Stanza history = talk().execute(Nodes.HISTORY, field("peerjid", name));
        assertThat(note(history)).startsWith("info: 6 events are listed about " + name);
        assertThat(cells(history, "action"))
                .containsExactly("remove", "edit", "approved", "subscribe", "approve", "requested");
        assertThat(cells(history, "before")).startsWith("Both");
        assertThat(cells(history, "after")).startsWith("None");
        assertThat(cells(history, "actor")).startsWith("admin@montague.lit").endsWith(name);

        peer.presence("subscribe");
        assertThat(side().awaitNotice(name + " asks to subscribe").text("body"))
                .contains("known here since " + cells(history, "time").get(5));
        side().chat("deny " + name);
    }

    private static List<String> cells(Stanza listing, String column) {
        return listing.findAll("item", "jabber:x:data").stream()
                .map(Stanza::new)
                .flatMap(row -> row.findAll("field", "jabber:x:data").stream())
                .filter(field -> field.getAttribute("var").equals(column))
                .map(field -> field.getTextContent().strip())
                .toList();
    }

    @Test
    @DisplayName(
            "XEP-0162, 3: Hidden \"keeps an item out of every list a person is shown unless asked for\"; \"From without"
                    + " a group is listed under Observers\"")
    default void hiddenAndObservers() {
        RawPeer peer = freshPeer();
        String name = peer.domain();
        peer.presence("subscribe");
        side().awaitNotice(name + " asks to subscribe");
        note(talk().execute(Nodes.APPROVE, field("peerjid", name), field("reciprocate", "0")));
        Stanza observers = talk().execute(Nodes.ROSTER, field("match", name));
        assertThat(Forms.cell(observers, name, "groups")).isEqualTo("Observers");
        assertThat(side().chat("roster")).contains(name + " in Observers: From");

        note(talk().execute(Nodes.EDIT, field("peerjid", name), field("groups", "Friends", "Hidden")));
        assertThat(Forms.cell(talk().execute(Nodes.ROSTER, field("match", name)), name, "peerjid"))
                .isEmpty();
        assertThat(side().chat("roster")).doesNotContain(name);
        Stanza all = talk().execute(Nodes.ROSTER, field("match", name), field("hidden", "1"));
        assertThat(Forms.cell(all, name, "state")).isEqualTo("From");
        assertThat(cells(all, "groups")).singleElement().asString().contains("Friends", "Hidden");
        side().chat("remove " + name + " revoke");
    }
}
