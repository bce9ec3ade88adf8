package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.it.CommandTalk.error;
import static org.serverroster.it.CommandTalk.field;
import static org.serverroster.it.CommandTalk.form;
import static org.serverroster.it.CommandTalk.note;

import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.testbed.Stanza;

/** What a client may send that no form asks for: "each a clear error, nothing stored, nothing broken after it". */
interface BadInputScenarios extends OneSide {

    /** Filled-in forms that are none, each with what the answer says about it. */
    enum MalformedForm {
        NO_FORM_TYPE(Nodes.EDIT, "<x xmlns='jabber:x:data' type='submit'/>", "FORM_TYPE must be"),
        ANOTHER_FORM_TYPE(Nodes.EDIT, form(Nodes.BLOCK, field("peerjid", "bad.lit")), "FORM_TYPE must be"),
        NOT_SUBMITTED(
                Nodes.EDIT, form(Nodes.EDIT, field("peerjid", "bad.lit")).replace("submit", "form"), "type 'submit'"),
        NO_PEER(Nodes.SUBSCRIBE, form(Nodes.SUBSCRIBE), "'peerjid' is required"),
        BLANK_PEER(Nodes.SUBSCRIBE, form(Nodes.SUBSCRIBE, field("peerjid", " ")), "'peerjid' is required"),
        TWO_PEERS(Nodes.BLOCK, form(Nodes.BLOCK, field("peerjid", "a.lit", "b.lit")), "takes one value"),
        TWICE(
                Nodes.BLOCK,
                form(Nodes.BLOCK, field("peerjid", "a.lit"), field("peerjid", "b.lit")),
                "'peerjid' is there twice"),
        TEN_THOUSAND_JIDS(Nodes.SUBSCRIBE, form(Nodes.SUBSCRIBE, field("peerjid", many())), "takes one value"),
        TEN_THOUSAND_GROUPS(
                Nodes.EDIT,
                form(Nodes.EDIT, field("peerjid", "bad.lit"), field("groups", many())),
                "'groups' takes at most"),
        A_THOUSAND_FIELDS(
                Nodes.EDIT,
                form(
                        Nodes.EDIT,
                        field("peerjid", "bad.lit"),
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> field("f" + i, "x"))
                                .collect(Collectors.joining())),
                "more than 64 fields"),
        NO_BOOLEAN(Nodes.BLOCK, form(Nodes.BLOCK, field("peerjid", "bad.lit"), field("ignore", "maybe")), "takes 0, 1"),
        NO_NUMBER(Nodes.ROSTER, form(Nodes.ROSTER, field("max", "9 or so")), "takes a whole number"),
        NOT_A_NUMBER_OF_OURS(Nodes.HISTORY, form(Nodes.HISTORY, field("max", "٣")), "takes a whole number"),
        NEGATIVE(Nodes.PENDING, form(Nodes.PENDING, field("max", "-1")), "takes a whole number"),
        ENDLESS_NAME(
                Nodes.EDIT,
                form(Nodes.EDIT, field("peerjid", "bad.lit"), field("name", "x".repeat(5_000))),
                "'name' takes at most"),
        ENDLESS_REASON(
                Nodes.DENY,
                form(Nodes.DENY, field("peerjid", "bad.lit"), field("reason", "x".repeat(5_000))),
                "'reason' takes at most");

        private final String node;
        private final String form;
        private final String words;

        MalformedForm(String node, String form, String words) {
            this.node = node;
            this.form = form;
            this.words = words;
        }

        private static String[] many() {
            return IntStream.range(0, 10_000).mapToObj(i -> "d" + i).toArray(String[]::new);
        }
    }

    /** Every field that takes free text. */
    enum FreeText {
        REASON_OF_APPROVAL(Nodes.APPROVE, "reason"),
        REASON_OF_REFUSAL(Nodes.DENY, "reason"),
        REASON_OF_FAREWELL(Nodes.UNSUBSCRIBE, "reason"),
        REASON_OF_BLOCK(Nodes.BLOCK, "reason"),
        NAME(Nodes.EDIT, "name"),
        GROUP(Nodes.EDIT, "groups"),
        NOTE(Nodes.EDIT, "note"),
        MATCH(Nodes.ROSTER, "match");

        private final String node;
        private final String var;

        FreeText(String node, String var) {
            this.node = node;
            this.var = var;
        }
    }

    /** Nothing is stored, no event is kept, and the next question is answered by the thread that writes the roster. */
    private void changesNothing(Consumer<CommandTalk> input) throws SQLException {
        Map<String, String> states = side().table().states();
        Map<String, String> events = side().table().events();
        input.accept(talk());
        assertThat(note(talk().execute(Nodes.BLOCK, field("peerjid", "nobody.lit"))))
                .startsWith("info: Nothing to do");
        assertThat(side().table().states()).isEqualTo(states);
        assertThat(side().table().events()).isEqualTo(events);
    }

    @ParameterizedTest
    @EnumSource(MalformedForm.class)
    @DisplayName(
            "XEP-0050, 4.4: \"bad-payload: The responding JID cannot accept the specified payload\", at once and in"
                    + " a session, which goes on")
    default void malformedForm(MalformedForm malformed) throws Exception {
        changesNothing(talk -> {
            String session = talk.open(malformed.node);
            for (Stanza answer : new Stanza[] {
                talk.send("node='" + malformed.node + "'", malformed.form),
                talk.send(
                        "node='%s' sessionid='%s' action='complete'".formatted(malformed.node, session), malformed.form)
            }) {
                assertThat(error(answer)).isEqualTo("bad-request/bad-payload");
                assertThat(answer.text("text")).contains(malformed.words).hasSizeLessThan(300);
            }
            assertThat(note(talk.go(malformed.node, session, "complete", field("peerjid", "romeo@bad.lit"))))
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(FreeText.class)
    @DisplayName("Control characters in every free text, line breaks, and what turns the direction of writing")
    default void controlCharacters(FreeText text) throws Exception {
        changesNothing(talk -> {
            for (String control : new String[] {"&#x9;", "&#xa;", "&#x7f;", "&#x85;", "&#x202e;", "&#x2028;"}) {
                Stanza answer =
                        talk.execute(text.node, field("peerjid", "bad.lit"), field(text.var, "a" + control + "b"));
                assertThat(error(answer)).as(control).isEqualTo("bad-request/bad-payload");
                assertThat(answer.text("text"))
                        .contains("'" + text.var + "' takes no control characters and no line breaks");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "romeo@capulet.lit",
                "buddies.montague.lit",
                "BUDDIES.montague.lit./x",
                "-x-.lit",
                "a..lit",
                "a&#x9;b.lit",
                "a&#x202e;b.lit",
                "xn--invalid-.lit",
                "ｃapulet.lit"
            })
    @DisplayName("\"one that can't be done completes with an error note that says why, and changes nothing\"")
    default void noPeer(String peer) throws Exception {
        changesNothing(talk -> everyCommandRefuses(talk, peer));
    }

    @Test
    @DisplayName("A peerjid of 4,000 characters is refused, and quoted in part")
    default void endlessPeer() throws Exception {
        changesNothing(talk -> everyCommandRefuses(talk, "a".repeat(4_000)));
    }

    private static void everyCommandRefuses(CommandTalk talk, String peer) {
        for (String node : new String[] {
            Nodes.SUBSCRIBE,
            Nodes.APPROVE,
            Nodes.DENY,
            Nodes.EDIT,
            Nodes.UNSUBSCRIBE,
            Nodes.BLOCK,
            Nodes.UNBLOCK,
            Nodes.REMOVE
        }) {
            assertThat(note(talk.execute(node, field("peerjid", peer), field("name", "x"))))
                    .as(node)
                    .startsWith("error: Nothing was done: ")
                    .hasSizeLessThan(500)
                    .doesNotContain("\u202e", "\t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@capulet.lit", "a..lit"})
    @DisplayName("The same for what a list is to begin after, or to be about")
    default void noPlaceToBegin(String peer) throws Exception {
        changesNothing(talk -> {
            for (String node : new String[] {Nodes.PENDING, Nodes.ROSTER}) {
                assertThat(note(talk.execute(node, field("after", peer)))).startsWith("error: Nothing is listed: ");
            }
            assertThat(note(talk.execute(Nodes.HISTORY, field("peerjid", peer))))
                    .startsWith("error: Nothing is listed: ");
        });
    }

    @Test
    @DisplayName("An IDN in both forms is one peer, by command, by jabber:iq:roster and by chat")
    default void internationalNames() throws Exception {
        CommandTalk talk = talk();
        String shown = "köln.lit (xn--kln-sna.lit)";
        assertThat(note(talk.execute(Nodes.EDIT, field("peerjid", "XN--KLN-sna.lit."), field("name", "Cologne"))))
                .contains("Cologne");
        assertThat(note(talk.execute(Nodes.EDIT, field("peerjid", "KÖLN.lit"), field("name", "Cologne"))))
                .startsWith("info: Nothing to do");
        assertThat(side().table().states()).containsEntry("köln.lit", "None").doesNotContainKey("xn--kln-sna.lit");
        assertThat(side().chat("history xn--kln-sna.lit"))
                .contains(shown + ": edit")
                .hasLineCount(2);
        assertThat(side().chat("history ko\u0308ln.lit"))
                .contains(shown + ": edit")
                .hasLineCount(2);
        assertThat(side().admin()
                        .request(
                                "set",
                                side().component(),
                                "<query xmlns='jabber:iq:roster'>"
                                        + "<item jid='xn--kln-sna.lit' subscription='remove'/></query>")
                        .type())
                .isEqualTo("result");
        assertThat(side().table().states()).doesNotContainKey("köln.lit");
    }

    @Test
    @DisplayName("A roster set that holds what an item can not: an error, and nothing stored")
    default void rosterSets() throws Exception {
        Map<String, String> bad = Map.of(
                "<item jid='a.lit' name='x&#x202e;y'/>",
                "not-acceptable",
                "<item jid='a.lit'><group>x&#x85;y</group></item>",
                "not-acceptable",
                "<item jid='a.lit'><group>x</group><group>x</group></item>",
                "bad-request",
                "<item jid='a.lit'/><item jid='b.lit'/>",
                "bad-request",
                "",
                "bad-request",
                "<item name='x'/>",
                "jid-malformed",
                "<item jid='romeo@a.lit'/>",
                "jid-malformed",
                "<item jid='" + "a".repeat(4_000) + "'/>",
                "jid-malformed",
                "<item jid='buddies.montague.lit' name='x'/>",
                "not-acceptable",
                "<item jid='a.lit' name='" + "x".repeat(5_000) + "'/>",
                "not-acceptable");
        changesNothing(talk -> bad.forEach((items, condition) -> assertThat(talk.client()
                        .request("set", talk.service(), "<query xmlns='jabber:iq:roster'>" + items + "</query>")
                        .errorCondition())
                .as(items)
                .isEqualTo(condition)));
    }

    @Test
    @DisplayName("Chat: control characters, endless words, forms that are none of ours")
    default void chat() throws Exception {
        changesNothing(talk -> {
            assertThat(side().chat("deny bad.lit a&#x202e;b")).contains("'reason' takes no control characters");
            assertThat(side().chat("deny bad.lit " + "x".repeat(1_500))).contains("at most 1,000 characters");
            assertThat(side().chat("subscribe " + "a".repeat(1_900)))
                    .startsWith("Nothing was done: ")
                    .hasSizeLessThan(500);
            assertThat(side().chat("x".repeat(50_000)))
                    .isEqualTo("That is too long for me. Write 'help' to see what I know.");
            assertThat(side().chat("&#x202e;obey &lt;b>"))
                    .isEqualTo("I do not know '\\u{202e}obey'. Write 'help' to see what I know.");
            for (String form : new String[] {
                form(Nodes.BLOCK, field("peerjid", "bad.lit")),
                form(Nodes.APPROVE, field("peerjid", "bad.lit"), field("approve", "perhaps")),
                "<x xmlns='jabber:x:data' type='submit'><field/></x>"
            }) {
                side().admin().sendRaw("<message type='chat' to='%s'>%s</message>".formatted(talk.service(), form));
                assertThat(side().awaitAnswer()).matches("This form is none of mine.|Nothing was done. The field .*");
            }
        });
    }
}
