package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.it.CommandTalk.error;
import static org.serverroster.it.CommandTalk.field;
import static org.serverroster.it.CommandTalk.note;
import static org.serverroster.it.CommandTalk.status;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serverroster.testbed.AdminClient;

/** Sessions of commands (XEP-0050, 3.3), and each row of its table of errors (4.4). */
interface SessionScenarios extends OneSide {

    private static String[] edit(String peer, String name) {
        return new String[] {field("peerjid", peer), field("name", name)};
    }

    private void forget(String... peers) {
        for (String peer : peers) {
            assertThat(note(talk().execute(Nodes.EDIT, edit(peer, "")))).contains("off the roster");
        }
    }

    @Test
    @DisplayName(
            "\"A session belongs to the full JID that opened it\": neither another administrator nor another client"
                    + " of the same one may use it")
    default void somebodyElsesSession() throws Exception {
        String session = talk().open(Nodes.EDIT);
        try (AdminClient phone = AdminClient.connect(side().server(), Side.ADMIN, Side.ADMIN_PASSWORD, "phone")) {
            for (AdminClient thief : List.of(nurse(), phone)) {
                CommandTalk talk = new CommandTalk(thief, side().component());
                for (String action : new String[] {"complete", "execute", "cancel", "prev"}) {
                    assertThat(error(talk.go(Nodes.EDIT, session, action, edit("stolen.lit", "x"))))
                            .isEqualTo("bad-request/bad-sessionid");
                }
            }
        }
        assertThat(note(talk().go(Nodes.EDIT, session, "complete", edit("own.lit", "x"))))
                .startsWith("info: own.lit is now");
        assertThat(side().table().states()).containsKey("own.lit").doesNotContainKey("stolen.lit");
        forget("own.lit");
    }

    @Test
    @DisplayName("bad-sessionid: an id that nobody gave out, one of another command, an endless one, an empty one")
    default void foreignSessions() throws Exception {
        String ofAnother = talk().open(Nodes.DENY);
        for (String session : new String[] {"any", "", "x".repeat(4_000), "&lt;any&gt;", ofAnother}) {
            assertThat(error(talk().go(Nodes.EDIT, session, "complete", edit("foreign.lit", "x"))))
                    .isEqualTo("bad-request/bad-sessionid");
        }
        assertThat(status(talk().go(Nodes.DENY, ofAnother, "cancel"))).isEqualTo("canceled");
        assertThat(side().table().states()).doesNotContainKey("foreign.lit");
    }

    @Test
    @DisplayName("session-expired: a session that was canceled or completed; what was canceled has changed nothing")
    default void endedSessions() throws Exception {
        String canceled = talk().open(Nodes.EDIT);
        assertThat(status(talk().go(Nodes.EDIT, canceled, "cancel"))).isEqualTo("canceled");
        String completed = talk().open(Nodes.EDIT);
        assertThat(note(talk().go(Nodes.EDIT, completed, "complete", edit("done.lit", "x"))))
                .contains("done.lit is now");
        for (String ended : new String[] {canceled, completed}) {
            for (String action : new String[] {"complete", "cancel"}) {
                assertThat(error(talk().go(Nodes.EDIT, ended, action, edit("late.lit", "x"))))
                        .isEqualTo("not-allowed/session-expired");
            }
        }
        assertThat(side().table().states()).containsKey("done.lit").doesNotContainKey("late.lit");
        forget("done.lit");
    }

    @Test
    @DisplayName(
            "Several sessions are open at once and end in any order; who opens too many loses the oldest, and nobody"
                    + " else does")
    default void manySessions() throws Exception {
        String ofNurse = new CommandTalk(nurse(), side().component()).open(Nodes.EDIT);
        List<String> sessions =
                Stream.generate(() -> talk().open(Nodes.EDIT)).limit(21).toList();
        assertThat(sessions).doesNotHaveDuplicates();
        assertThat(error(talk().go(Nodes.EDIT, sessions.get(0), "complete", edit("oldest.lit", "x"))))
                .isEqualTo("not-allowed/session-expired");
        for (int i = 20; i > 0; i--) {
            assertThat(note(talk().go(Nodes.EDIT, sessions.get(i), "complete", edit("many.lit", "name " + i))))
                    .contains("name " + i);
        }
        assertThat(note(new CommandTalk(nurse(), side().component())
                        .go(Nodes.EDIT, ofNurse, "complete", edit("many.lit", "hers"))))
                .contains("hers");
        assertThat(side().table().states()).doesNotContainKey("oldest.lit");
        forget("many.lit");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "node='urn:x-server-roster:admin#edit' action='obey', bad-request/malformed-action",
                "node='urn:x-server-roster:admin#edit' action='', bad-request/malformed-action",
                "node='urn:x-server-roster:admin#edit' action='prev', bad-request/bad-action",
                "node='urn:x-server-roster:admin#edit' action='next', bad-request/bad-action",
                "node='urn:x-server-roster:admin#edit' action='cancel', bad-request/bad-action",
                "node='urn:x-server-roster:admin#edit' xml:lang='tlh', bad-request/bad-locale",
                "node='urn:x-server-roster:admin#none', item-not-found",
                "node='', item-not-found",
                "action='execute', bad-request",
            })
    @DisplayName("\"XEP-0050's own errors as its table gives them\"")
    default void tableOfErrors(String attributes, String error) {
        assertThat(error(talk().send(attributes, ""))).isEqualTo(error);
        assertThat(note(talk().execute(Nodes.PENDING, field("max", "1")))).contains("for an answer");
    }

    @Test
    @DisplayName("bad-action in a session: there is no stage before the first and none after; the session goes on")
    default void badAction() {
        String session = talk().open(Nodes.EDIT);
        for (String action : new String[] {"prev", "next"}) {
            assertThat(error(talk().go(Nodes.EDIT, session, action, edit("a.lit", "x"))))
                    .isEqualTo("bad-request/bad-action");
        }
        assertThat(status(talk().go(Nodes.EDIT, session, "cancel"))).isEqualTo("canceled");
    }
}
