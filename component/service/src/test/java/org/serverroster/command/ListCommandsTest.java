package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.PENDING;
import static org.serverroster.command.Scene.ROSTER;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.items;
import static org.serverroster.command.Scene.request;
import static org.serverroster.command.Scene.values;
import static org.serverroster.command.Scene.x;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.roster.Roster;
import org.serverroster.roster.RosterItem;
import org.serverroster.subscription.SubscriptionState;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.Namespaces;
import org.serverroster.xmpp.PeerDomain;

@DisplayName("The commands that list")
class ListCommandsTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T08:30:00.123456Z");

    private final Scene scene = new Scene();

    @Test
    @DisplayName("pending lists peerjid, requested, reason, evidence")
    void pending() {
        scene.asks("b.lit", "");
        scene.asks("a.lit", "Line one\nline two \u202egnol");
        scene.note(Namespaces.SERVER_BUDDY, "peerjid", "c.lit");

        scene.peers.looks().look(PeerDomain.parse("a.lit"), Duration.ofSeconds(1));

        Element command = list(PENDING);

        assertThat(x(command).attributeValue("type")).isEqualTo("result");
        assertThat(values(x(command), "FORM_TYPE")).containsExactly(PENDING);
        assertThat(reported(command)).containsExactly("peerjid", "requested", "reason", "evidence");
        assertThat(column(command, "peerjid")).containsExactly("a.lit", "b.lit");
        assertThat(column(command, "requested")).containsExactly("2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z");
        assertThat(column(command, "reason")).containsExactly("Line one\\nline two \\u{202e}gnol", "");
        assertThat(column(command, "evidence"))
                .containsExactly("announces that it keeps a server roster; names nobody who answers for it", "");
        assertThat(note(command)).isEqualTo("2 requests wait for an answer.");
    }

    @Test
    void nothing_pending() {
        Element command = list(PENDING);

        assertThat(note(command)).isEqualTo("0 requests wait for an answer.");
        assertThat(items(x(command))).isEmpty();
        assertThat(reported(command)).isNotEmpty();
    }

    @Test
    @DisplayName("the note says how many more, and what to give for the next page")
    void pages() {
        for (char c = 'a'; c <= 'e'; c++) {
            scene.asks(c + ".lit", "");
        }

        Element first = list(PENDING, "max", "2");
        Element second = list(PENDING, "max", "2", "after", "B.lit.");
        Element last = list(PENDING, "max", "2", "after", "d.lit");

        assertThat(column(first, "peerjid")).containsExactly("a.lit", "b.lit");
        assertThat(note(first))
                .isEqualTo(
                        "5 requests wait for an answer; 2 of them are listed here. There are 3 more: give 'b.lit' as "
                                + "'after' for the next.");
        assertThat(column(second, "peerjid")).containsExactly("c.lit", "d.lit");
        assertThat(note(second)).endsWith("There is 1 more: give 'd.lit' as 'after' for the next.");
        assertThat(column(last, "peerjid")).containsExactly("e.lit");
        assertThat(note(last)).isEqualTo("5 requests wait for an answer; 1 of them are listed here.");
        assertThat(column(list(PENDING, "after", "zz.lit"), "peerjid")).isEmpty();
    }

    @Test
    void no_peer_to_begin_after() {
        Element command = list(ROSTER, "after", "romeo@montague.lit");

        assertThat(command.element(QName.get("note", Namespaces.COMMANDS)).attributeValue("type"))
                .isEqualTo("error");
        assertThat(note(command)).startsWith("Nothing is listed: 'romeo@montague.lit' is a user's address");
    }

    @Test
    @DisplayName("roster lists every item by name, pending ones too, with all columns")
    void roster() {
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                7,
                List.of(
                        item("both.lit", SubscriptionState.BOTH, "Both <&> us", List.of("Friends", "Family")),
                        item("from.lit", SubscriptionState.FROM, "", List.of()),
                        item("out.lit", SubscriptionState.NONE_PENDING_OUT, "", List.of()),
                        item("pending.lit", SubscriptionState.NONE_PENDING_IN, "", List.of())));
        scene.available.put(PeerDomain.parse("both.lit"), true);
        scene.available.put(PeerDomain.parse("from.lit"), true);

        Element command = list(ROSTER);

        assertThat(reported(command))
                .containsExactly(
                        "peerjid",
                        "state",
                        "name",
                        "groups",
                        "subscription",
                        "ask",
                        "approved",
                        "blocked",
                        "available",
                        "since",
                        "note",
                        "announces");
        assertThat(column(command, "peerjid")).containsExactly("both.lit", "from.lit", "out.lit", "pending.lit");
        assertThat(column(command, "state")).containsExactly("Both", "From", "None + Pending Out", "None + Pending In");
        assertThat(column(command, "name")).containsExactly("Both <&> us", "", "", "");
        assertThat(column(command, "groups")).containsExactly("Friends", "Family", "Observers", "", "");
        assertThat(column(command, "subscription")).containsExactly("both", "from", "none", "none");
        assertThat(column(command, "ask")).containsExactly("", "", "subscribe", "");
        assertThat(column(command, "approved")).containsOnly("false");
        assertThat(column(command, "blocked")).containsOnly("false");
        // Where it was not heard of there is no value: XEP-0004 section 3.3 knows 0, 1, false and true alone.
        assertThat(column(command, "available")).containsExactly("true");
        assertThat(column(command, "since")).containsOnly("2026-11-01T08:30:00Z");
        assertThat(note(command)).isEqualTo("4 peers are listed; the roster holds 4.");
    }

    @Test
    @DisplayName("Who approved, and announces no support, is seen to: nobody there may know of it")
    void announcesNothing() {
        scene.peers.describe("stock.lit", "<identity category='server' type='im'/>");
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                7,
                List.of(
                        item("kept.lit", SubscriptionState.BOTH, "", List.of()),
                        item("stock.lit", SubscriptionState.TO, "", List.of()),
                        item("unseen.lit", SubscriptionState.TO, "", List.of())));
        scene.peers.looks().look(PeerDomain.parse("kept.lit"), Duration.ZERO);
        scene.peers.looks().look(PeerDomain.parse("stock.lit"), Duration.ZERO);

        assertThat(column(list(ROSTER), "announces")).containsExactly("true", "false");
    }

    @Test
    @DisplayName("What an administrator wrote is listed as it was written: a program can send it back unchanged")
    void texts() {
        String written = "back\\slash, 👩\u200d👩, “<&>”";
        scene.note(
                Namespaces.ROSTER_ADMIN + "edit",
                "peerjid",
                "a.lit",
                "name",
                escaped(written),
                "groups",
                escaped(written),
                "note",
                escaped(written));

        Element command = list(ROSTER);

        for (String column : List.of("name", "groups", "note")) {
            assertThat(column(command, column)).containsExactly(written);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Test
    @DisplayName("XEP-0162, 3: \"The client SHOULD NOT display contacts if one of their groups is the 'Hidden' group\"")
    void hidden() {
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                1,
                List.of(
                        item("seen.lit", SubscriptionState.BOTH, "", List.of("Friends")),
                        item("unseen.lit", SubscriptionState.BOTH, "", List.of("Friends", "Hidden"))));

        assertThat(column(list(ROSTER), "peerjid")).containsExactly("seen.lit");
        assertThat(note(list(ROSTER))).isEqualTo("1 peer is listed; the roster holds 2.");
        assertThat(column(list(ROSTER, "hidden", "true"), "peerjid")).containsExactly("seen.lit", "unseen.lit");
    }

    @Test
    @DisplayName("match: part of a peer's name")
    void match() {
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                1,
                List.of(
                        item("capulet.lit", SubscriptionState.BOTH, "", List.of()),
                        item("montague.lit", SubscriptionState.BOTH, "The other CAPULETS", List.of()),
                        item("verona.lit", SubscriptionState.BOTH, "", List.of())));

        assertThat(column(list(ROSTER, "match", "APUL"), "peerjid")).containsExactly("capulet.lit", "montague.lit");
        assertThat(column(list(ROSTER, "match", "rona"), "peerjid")).containsExactly("verona.lit");
        assertThat(column(list(ROSTER, "match", "none"), "peerjid")).isEmpty();
    }

    @Test
    @DisplayName("A page is cut where no more fits into one stanza; paging through it all misses nothing")
    void large_rosters() {
        List<RosterItem> all = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            all.add(item(
                    "p%04d.lit".formatted(i), SubscriptionState.BOTH, "&".repeat(60) + "ü".repeat(100), List.of()));
        }
        scene.roster = Roster.of(LocalDomain.parse(Scene.DOMAIN), 1, all);

        List<String> seen = new ArrayList<>();
        Element page = list(ROSTER, "max", "1000");
        assertThat(note(page)).contains("No more fit into one answer. There are ");
        while (true) {
            assertThat(page.getParent().asXML().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(220 * 1024);
            List<String> peers = column(page, "peerjid");
            seen.addAll(peers);
            if (!note(page).contains("as 'after'")) {
                break;
            }
            page = list(ROSTER, "max", "1000", "after", peers.get(peers.size() - 1));
        }

        assertThat(seen).hasSize(2_500).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void at_most_500_without_being_asked_for_more() {
        List<RosterItem> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            all.add(item("p%04d.lit".formatted(i), SubscriptionState.NONE_PENDING_IN, "", List.of()));
        }
        scene.roster = Roster.of(LocalDomain.parse(Scene.DOMAIN), 1, all);

        assertThat(column(list(PENDING), "peerjid")).hasSize(500);
        assertThat(column(list(PENDING, "max", "600"), "peerjid")).hasSize(600);
        assertThat(Scene.error(scene.send(ADMIN, request(PENDING, "", form(PENDING, "max", "1001")))))
                .isEqualTo("modify/bad-request/bad-payload");
    }

    @Test
    void a_row_too_large_for_a_page_goes_out_alone() {
        scene.roster = Roster.of(
                LocalDomain.parse(Scene.DOMAIN),
                1,
                List.of(
                        item(
                                "a.lit",
                                SubscriptionState.BOTH,
                                "",
                                List.of("x".repeat(999)).stream()
                                        .flatMap(group -> Collections.nCopies(300, group).stream())
                                        .toList()),
                        item("b.lit", SubscriptionState.BOTH, "", List.of())));

        assertThat(column(list(ROSTER), "peerjid")).containsExactly("a.lit");
        assertThat(column(list(ROSTER, "after", "a.lit"), "peerjid")).containsExactly("b.lit");
    }

    private Element list(String node, String... fields) {
        return scene.command(ADMIN, request(node, "", form(node, fields)));
    }

    private static String note(Element command) {
        return command.elementText(QName.get("note", Namespaces.COMMANDS));
    }

    private static List<String> reported(Element command) {
        return x(command).element(QName.get("reported", Namespaces.DATA_FORMS)).elements().stream()
                .map(field -> field.attributeValue("var"))
                .toList();
    }

    private static List<String> column(Element command, String var) {
        return items(x(command)).stream()
                .flatMap(item -> values(item, var).stream())
                .toList();
    }

    private static RosterItem item(String peer, SubscriptionState state, String name, List<String> groups) {
        return new RosterItem(
                PeerDomain.parse(peer),
                state,
                false,
                false,
                name,
                groups,
                "",
                state.pendingIn() ? Optional.of(new RosterItem.Request(SINCE, "")) : Optional.empty(),
                state.pendingOut() ? Optional.of(new RosterItem.Asked(SINCE, Optional.empty())) : Optional.empty(),
                state.from() ? Optional.of(SINCE) : Optional.empty(),
                state.to() ? Optional.of(SINCE) : Optional.empty(),
                SINCE);
    }
}
