package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.serverroster.command.Scene.field;
import static org.serverroster.command.Scene.parse;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("XEP-0004: what a submitted form may hold, and what is refused")
class FormTest {

    private static final String TYPE = "urn:x-server-roster:test";

    private static final Form FORM = new Form(
            TYPE,
            "Title",
            "Instructions",
            List.of(
                    new Field.Address("peerjid", "Peer", true),
                    new Field.Text("reason", "Reason", 1_000),
                    new Field.Lines("groups", "Groups", 3, 10),
                    Field.Flag.of("hidden", "Hidden", false),
                    new Field.Number("max", "At most", 500, 1, 1_000)));

    @Test
    void fields_that_are_left_out_have_what_the_form_showed() throws MalformedFormException {
        Submission read = read(field("peerjid", "a.lit"));

        assertThat(read.text("peerjid")).isEqualTo("a.lit");
        assertThat(read.text("reason")).isEmpty();
        assertThat(read.lines("groups")).isEmpty();
        assertThat(read.flag("hidden")).isFalse();
        assertThat(read.number("max")).isEqualTo(500);
    }

    @Test
    void fields_that_are_left_empty_too() throws MalformedFormException {
        Submission read = read(
                field("peerjid", "a.lit"),
                field("max", ""),
                field("hidden", " "),
                field("groups", "", ""),
                "<field var='reason'/>");

        assertThat(read.number("max")).isEqualTo(500);
        assertThat(read.flag("hidden")).isFalse();
        assertThat(read.lines("groups")).isEmpty();
    }

    @Test
    void the_form_shows_them_with_types_labels_and_what_is_required() {
        assertThat(FORM.toElement().asXML()).isEqualTo("""
                        <x xmlns="jabber:x:data" type="form"><title>Title</title><instructions>Instructions</instructions>\
                        <field type="hidden" var="FORM_TYPE"><value>urn:x-server-roster:test</value></field>\
                        <field label="Peer" type="jid-single" var="peerjid"><required/></field>\
                        <field label="Reason" type="text-single" var="reason"/>\
                        <field label="Groups" type="text-multi" var="groups"/>\
                        <field label="Hidden" type="boolean" var="hidden"><value>0</value></field>\
                        <field label="At most" type="text-single" var="max"><value>500</value></field></x>""");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "false, false", "true, true"})
    @DisplayName("XEP-0004, 3.3: the value of a boolean is one of \"1\", \"true\", \"0\", \"false\"")
    void booleans(String written, boolean flag) throws MalformedFormException {
        assertThat(read(field("peerjid", "a.lit"), field("hidden", written)).flag("hidden"))
                .isEqualTo(flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "2", "on", "-1"})
    void no_booleans(String written) {
        refuses("The field 'hidden' takes 0, 1, true or false.", field("hidden", written));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "007, 7", "' 20 ', 20"})
    void numbers(String written, int number) throws MalformedFormException {
        assertThat(read(field("peerjid", "a.lit"), field("max", written)).number("max"))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "+5", "1e3", "5.0", "99999999999999999999", "٣", "ten"})
    void no_numbers(String written) {
        refuses("The field 'max' takes a whole number from 1 to 1000.", field("max", written));
    }

    @Test
    void several_lines() throws MalformedFormException {
        assertThat(read(field("peerjid", "a.lit"), field("groups", "One", "", " Two "))
                        .lines("groups"))
                .containsExactly("One", "Two");
        refuses("The field 'groups' takes at most 3 lines, not 4.", field("groups", "1", "2", "3", "4"));
        refuses("The field 'groups' takes at most 10 characters.", field("groups", "x".repeat(11)));
    }

    @Test
    void a_reason_has_at_most_1000_characters() throws MalformedFormException {
        String longest = "\uD83D\uDE00".repeat(1_000);
        assertThat(read(field("peerjid", "a.lit"), field("reason", longest)).text("reason"))
                .isEqualTo(longest);
        refuses("The field 'reason' takes at most 1,000 characters.", field("reason", "x".repeat(1_001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\nb", "a&#13;b", "a\u0085b", "a\u2028b", "a\u202eb", "a\u2066b", "a\ufeffb"})
    void control_characters_in_free_text_are_refused(String text) {
        refuses("The field 'reason' takes no control characters and no line breaks.", field("reason", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Grüße aus Verona", "می‌خواهم", "👩‍💻"})
    void every_script_is_welcome(String text) throws MalformedFormException {
        assertThat(read(field("peerjid", "a.lit"), field("reason", text)).text("reason"))
                .isEqualTo(text);
    }

    @Test
    void duplicates_and_several_values_for_one_are_refused() {
        refuses("The field 'max' is there twice.", field("max", "5"), field("max", "5"));
        refuses("The field 'max' takes one value, not several.", field("max", "5", "6"));
        refuses("The field 'FORM_TYPE' is there twice.", field("FORM_TYPE", TYPE));
    }

    @Test
    void fields_that_nobody_asked_for_are_ignored() throws MalformedFormException {
        Submission read = read(
                field("peerjid", "a.lit"),
                field("other", "1", "2"),
                field("other", "3"),
                "<field><value>4</value></field>",
                "<field xmlns='urn:other' var='max'><value>7</value></field>",
                "<item/>");

        assertThat(read.number("max")).isEqualTo(500);
        assertThatThrownBy(() -> read.text("other")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void required_fields() {
        String missing = "The field 'peerjid' is required, and is not filled in.";
        assertThatThrownBy(() -> read(field("max", "5"))).hasMessage(missing);
        assertThatThrownBy(() -> read(field("peerjid", ""))).hasMessage(missing);
        assertThatThrownBy(() -> read(field("peerjid", "  "))).hasMessage(missing);
        assertThatThrownBy(() -> read("<field var='peerjid'/>")).hasMessage(missing);
    }

    @Test
    @DisplayName("XEP-0068: FORM_TYPE says which form it is")
    void another_form() {
        String message = "The form's FORM_TYPE must be '" + TYPE + "'.";
        assertThatThrownBy(() -> FORM.read(x("submit", field("peerjid", "a.lit"))))
                .hasMessage(message);
        assertThatThrownBy(() -> FORM.read(x("submit", field("FORM_TYPE", "urn:other"), field("peerjid", "a.lit"))))
                .hasMessage(message);
        assertThatThrownBy(() -> FORM.read(x("submit", field("FORM_TYPE", TYPE, TYPE), field("peerjid", "a.lit"))))
                .hasMessage(message);
        assertThat(FORM.matches(x("submit", field("FORM_TYPE", TYPE)))).isTrue();
        assertThat(FORM.matches(x("submit", field("FORM_TYPE", "urn:other")))).isFalse();
        assertThat(FORM.matches(x("submit"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "result", "", "SUBMIT"})
    void no_submitted_form(String type) {
        assertThatThrownBy(() -> FORM.read(x(type, field("FORM_TYPE", TYPE), field("peerjid", "a.lit"))))
                .isInstanceOf(MalformedFormException.class)
                .hasMessage("A filled-in form has the type 'submit'.");
    }

    @Test
    void too_many_fields() throws MalformedFormException {
        int given = List.of("FORM_TYPE", "peerjid").size();
        assertThat(read(field("peerjid", "a.lit"), "<field/>".repeat(64 - given))
                        .text("peerjid"))
                .isEqualTo("a.lit");
        refuses("The form has more than 64 fields.", "<field/>".repeat(65 - given));
    }

    private static Submission read(String... fields) throws MalformedFormException {
        return FORM.read(x("submit", field("FORM_TYPE", TYPE), String.join("", fields)));
    }

    private static void refuses(String message, String... fields) {
        assertThatThrownBy(() -> read(field("peerjid", "a.lit"), String.join("", fields)))
                .isInstanceOf(MalformedFormException.class)
                .hasMessage(message);
    }

    private static Element x(String type, String... fields) {
        return parse("<x xmlns='jabber:x:data' type='%s'>%s</x>".formatted(type, String.join("", fields)));
    }
}
