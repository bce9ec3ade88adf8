package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.APPROVE;
import static org.serverroster.command.Scene.form;
import static org.serverroster.command.Scene.items;
import static org.serverroster.command.Scene.request;
import static org.serverroster.command.Scene.x;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.serverroster.xmpp.Namespaces;

@DisplayName("history: lists time, actor, action, before, after, reason, newest first")
class HistoryCommandTest {

    private static final String HISTORY = Namespaces.ROSTER_ADMIN + "history";

    private final Scene scene = new Scene();

    private Element list(String... fields) {
        return scene.command(ADMIN, request(HISTORY, "", form(HISTORY, fields)));
    }

    private static List<String> column(Element command, String var) {
        return items(x(command)).stream()
                .flatMap(item -> Scene.values(item, var).stream())
                .toList();
    }

    private static String note(Element command) {
        return command.elementText(QName.get("note", Namespaces.COMMANDS));
    }

    @Test
    void everything_newest_first() {
        scene.asks("capulet.lit", "We are \u202efriends");
        scene.note(APPROVE, "peerjid", "capulet.lit", "reason", "welcome");

        Element command = list();

        assertThat(x(command)
                        .element(QName.get("reported", Namespaces.DATA_FORMS))
                        .elements())
                .extracting(field -> field.attributeValue("var"))
                .startsWith("time", "actor", "action", "before", "after", "reason");
        assertThat(column(command, "action")).containsExactly("subscribe", "approve", "requested");
        assertThat(column(command, "actor"))
                .containsExactly("bard@shakespeare.lit", "bard@shakespeare.lit", "capulet.lit");
        assertThat(column(command, "before")).containsExactly("From", "None + Pending In", "None");
        assertThat(column(command, "after")).containsExactly("From + Pending Out", "From", "None + Pending In");
        assertThat(column(command, "reason")).containsExactly("", "welcome", "We are \\u{202e}friends");
        assertThat(column(command, "time")).containsOnly("2026-11-20T12:00:00Z");
        assertThat(note(command)).isEqualTo("3 events are listed, newest first.");
    }

    @Test
    void of_one_peer_and_not_more_than_asked_for() {
        scene.asks("a.lit", "");
        scene.asks("b.lit", "");
        scene.note(APPROVE, "peerjid", "b.lit");

        assertThat(column(list("peerjid", "A.lit."), "peerjid")).containsExactly("a.lit");
        assertThat(note(list("peerjid", "a.lit"))).isEqualTo("1 event is listed about a.lit, newest first.");
        assertThat(note(list("peerjid", "c.lit"))).isEqualTo("Nothing has happened yet about c.lit.");
        assertThat(note(list("max", "2"))).isEqualTo("2 events are listed, newest first. There are older ones.");
        assertThat(column(list("max", "2"), "action")).containsExactly("subscribe", "approve");
        assertThat(note(list("peerjid", "romeo@a.lit"))).startsWith("Nothing is listed: 'romeo@a.lit' is a user's");
    }

    @Test
    void no_more_than_fits_into_one_stanza() {
        for (int i = 0; i < 400; i++) {
            scene.asks("p" + i + ".lit", "&".repeat(1_000));
        }

        Element command = list("max", "1000");

        assertThat(command.asXML().length()).isLessThan(256 * 1024);
        assertThat(note(command)).endsWith("There are older ones.");
        assertThat(column(command, "peerjid")).startsWith("p399.lit", "p398.lit");
    }

    @Test
    @DisplayName("What cannot be read now is an error of type wait, and the session goes on")
    void the_database_is_away() {
        String session = scene.begin(HISTORY);
        String submitted = request(HISTORY, "sessionid='" + session + "'", form(HISTORY));
        scene.historyFault = Optional.of(new TimeoutException());
        assertThat(Scene.error(scene.send(ADMIN, submitted))).isEqualTo("wait/internal-server-error/");
        scene.historyFault = Optional.of(new RejectedExecutionException());
        assertThat(Scene.error(scene.send(ADMIN, submitted))).isEqualTo("wait/resource-constraint/");

        scene.historyFault = Optional.empty();
        assertThat(scene.command(ADMIN, submitted).attributeValue("status")).isEqualTo("completed");
    }
}
