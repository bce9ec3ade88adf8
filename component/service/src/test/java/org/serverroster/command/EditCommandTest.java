package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.field;
import static org.serverroster.command.Scene.formOf;
import static org.serverroster.command.Scene.request;

import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.roster.RosterItem;
import org.serverroster.xmpp.Namespaces;

@DisplayName("edit: peerjid required, name, groups text-multi, note: names and notes")
class EditCommandTest {

    private static final String EDIT = Namespaces.ROSTER_ADMIN + "edit";

    private final Scene scene = new Scene();

    private Element edit(String... fields) {
        Element command = scene.command(ADMIN, request(EDIT, "", formOf(EDIT, fields)));
        assertThat(command.attributeValue("status")).isEqualTo("completed");
        return command.element(QName.get("note", Namespaces.COMMANDS));
    }

    private RosterItem capulet() {
        return scene.item("capulet.lit").orElseThrow();
    }

    @Test
    void all_at_once() {
        Element note = edit(
                field("peerjid", "CAPULET.lit"),
                field("name", "The Capulets"),
                field("groups", "Verona", "Hidden", "Verona", " "),
                field("note", "a feud"));

        assertThat(note.getText())
                .isEqualTo(
                        "capulet.lit is now called “The Capulets”, in the groups “Verona”, “Hidden”, with the note “a "
                                + "feud”.");
        assertThat(capulet().name()).isEqualTo("The Capulets");
        assertThat(capulet().groups()).isEqualTo(List.of("Verona", "Hidden"));
        assertThat(capulet().note()).isEqualTo("a feud");
        assertThat(scene.decisions.get(0).toPeer()).isEmpty();
    }

    @Test
    @DisplayName("A field that is not there stays as it was; one that is there and empty is emptied, and told")
    void one_at_a_time() {
        edit(field("peerjid", "capulet.lit"), field("name", "Capulet"), field("note", "a feud"));

        edit(field("peerjid", "capulet.lit"), field("groups", "Verona"));
        assertThat(capulet().name()).isEqualTo("Capulet");
        assertThat(capulet().note()).isEqualTo("a feud");

        assertThat(edit(field("peerjid", "capulet.lit"), field("note")).getText())
                .isEqualTo(
                        "capulet.lit is now called “Capulet”, in the groups “Verona”, without a note. Gone: the note “a "
                                + "feud”.");
        assertThat(edit(field("peerjid", "capulet.lit"), field("name", ""), field("groups"))
                        .getText())
                .endsWith("It is off the roster, for nothing else is known of it.");
        assertThat(scene.item("capulet.lit")).isEmpty();
    }

    @Test
    @DisplayName("A command that changes nothing says so in its note (info)")
    void nothing_new() {
        edit(field("peerjid", "capulet.lit"), field("name", "Capulet"));

        Element note = edit(field("peerjid", "capulet.lit"), field("name", " Capulet "));

        assertThat(note.attributeValue("type")).isEqualTo("info");
        assertThat(note.getText()).startsWith("Nothing to do: capulet.lit is called “Capulet”, in no group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "groups", "note"})
    void no_control_characters_and_no_endless_texts(String var) {
        for (String text : new String[] {"a\u202eb", "a&#x9;b", "x".repeat(1_001)}) {
            Element answer = scene.send(
                    ADMIN, request(EDIT, "", formOf(EDIT, field("peerjid", "capulet.lit"), field(var, text))));

            assertThat(Scene.error(answer)).isEqualTo("modify/bad-request/bad-payload");
        }
        assertThat(scene.roster.size()).isZero();
    }

    @Test
    void only_so_many_groups() {
        String[] groups = new String[21];
        java.util.Arrays.setAll(groups, i -> "g" + i);

        assertThat(Scene.error(scene.send(
                        ADMIN, request(EDIT, "", formOf(EDIT, field("peerjid", "a.lit"), field("groups", groups))))))
                .isEqualTo("modify/bad-request/bad-payload");
    }
}
