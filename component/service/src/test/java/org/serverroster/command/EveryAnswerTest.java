package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serverroster.xmpp.Namespaces;

@DisplayName("XEP-0050, section 3.4 and 4: what holds for each answer of each command, stage by stage")
class EveryAnswerTest {

    private static final QName ACTIONS = QName.get("actions", Namespaces.COMMANDS);
    private static final QName NOTE = QName.get("note", Namespaces.COMMANDS);
    private static final QName LANG = QName.get("lang", Namespace.XML_NAMESPACE);
    private static final Set<String> STATUSES = Set.of("executing", "completed", "canceled");
    private static final Set<String> NEXT_STEPS = Set.of("prev", "next", "complete");
    private static final Set<String> NOTES = Set.of("info", "warn", "error");

    private final Scene scene = new Scene();

    static Stream<String> nodes() {
        return new Scene().commands.all().stream().map(Command::node);
    }

    private Element first(String node) {
        return scene.command(Scene.ADMIN, Scene.request(node, "action='execute'"));
    }

    private Element last(String node) {
        String session = first(node).attributeValue("sessionid");
        return scene.command(
                Scene.ADMIN,
                Scene.request(node, "sessionid='" + session + "'", Scene.form(node, "peerjid", "peer.lit")));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("XEP-0267: Unless an error occurs …, the service SHOULD return the appropriate form.")
    void the_first_answer_has_the_form(String node) {
        Element form = first(node).element(QName.get("x", Namespaces.DATA_FORMS));

        assertThat(form.attributeValue("type")).isEqualTo("form");
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("The result for each stage (other than the last) of a command's execution SHOULD include an <actions/>"
            + " element.")
    void a_stage_that_is_not_the_last_names_what_may_come_next(String node) {
        assertThat(first(node).element(ACTIONS)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName(
            "The \"execute\" attribute SHOULD NOT specify a value that does not match one of the allowed actions. The"
                    + " name of each child element MUST be one of the following: prev next complete")
    void the_default_action_is_among_the_allowed_ones(String node) {
        Element actions = first(node).element(ACTIONS);
        List<String> allowed = actions.elements().stream().map(Element::getName).toList();

        assertThat(NEXT_STEPS).containsAll(allowed);
        assertThat(allowed).contains(actions.attributeValue("execute"));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("This element SHOULD be provided by the responder if the command's execution is not complete")
    void the_last_stage_has_no_actions(String node) {
        assertThat(last(node).element(ACTIONS)).isNull();
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("The value of \"status\" MUST be one of the following: executing, completed, canceled")
    void the_status(String node) {
        assertThat(STATUSES)
                .contains(first(node).attributeValue("status"), last(node).attributeValue("status"));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName(
            "This value SHOULD be set only by the responder. If specified by the requester, the responder MUST ignore"
                    + " it.")
    void a_status_from_the_requester_is_ignored(String node) {
        Element answer = scene.command(Scene.ADMIN, Scene.request(node, "action='execute' status='canceled'"));

        assertThat(answer.attributeValue("status")).isEqualTo("executing");
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("The value of this attribute MUST NOT be empty or null, but otherwise can be any string value.")
    void the_session_has_a_name(String node) {
        assertThat(first(node).attributeValue("sessionid")).isNotBlank();
        assertThat(last(node).attributeValue("sessionid")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName("The value of this attribute MUST be one of the following: info, warn, error")
    void the_type_of_a_note(String node) {
        List<Element> notes = last(node).elements(NOTE);

        assertThat(notes).isNotEmpty().allSatisfy(note -> assertThat(NOTES).contains(note.attributeValue("type")));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    @DisplayName(
            "Each execution session (identified by the \"sessionid\" attribute) SHOULD use only one language/locale …"
                    + " The responder SHOULD specify the language/locale with the every command session's response. It SHOULD"
                    + " also apply to all payload elements …")
    void one_language_for_the_answer_and_all_in_it(String node) {
        assertThat(languages(node)).containsOnly("en");
    }

    private List<String> languages(String node) {
        String session = scene.begin(node);
        Element answer = scene.send(
                Scene.ADMIN,
                Scene.request(node, "sessionid='" + session + "'", Scene.form(node, "peerjid", "peer.lit")));
        return descendants(answer)
                .map(element -> element.attributeValue(LANG))
                .filter(language -> language != null)
                .toList();
    }

    private static Stream<Element> descendants(Element element) {
        return Stream.concat(Stream.of(element), element.elements().stream().flatMap(EveryAnswerTest::descendants));
    }
}
