package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.serverroster.roster.RosterChange;
import org.serverroster.roster.RosterChange.Refusal;
import org.serverroster.router.Outcome;
import org.serverroster.xmpp.Inbound;
import org.serverroster.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** Whatever an administrator sends, the handler does not throw, and gives exactly one answer to it. */
class CommandPropertyTest {

    private final Scene scene = new Scene();

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void one_answer_to_everything(@ForAll("commands") Element command) {
        Inbound<IQ> iq = Scene.iq(Scene.ADMIN, "set", "<command/>");
        iq.stanza().getElement().clearContent();
        iq.stanza().getElement().add(command);
        CommandHandler handler = new CommandHandler(scene.commands, Scene.ADMINS, () -> scene.now, new SecureRandom());

        Outcome outcome = Scene.known(handler.handle(iq, scene.roster));

        Statistics.label("a change")
                .collect(outcome instanceof Outcome.Change)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
        if (outcome instanceof Outcome.Change change) {
            RosterChange asked = change.change();
            for (Refusal refusal : Refusal.values()) {
                isAnswer(asked.refuse().apply(refusal), "error");
            }
            isAnswer(scene.settle(outcome), "result");
        } else {
            isAnswer(scene.settle(outcome), null);
        }
    }

    private static void isAnswer(List<Packet> stanzas, String type) {
        Element answer = Scene.one(stanzas);
        assertThat(answer.getName()).isEqualTo("iq");
        assertThat(answer.attributeValue("id")).isEqualTo("i1");
        assertThat(answer.attributeValue("to")).isEqualTo(Scene.ADMIN);
        assertThat(answer.attributeValue("type")).isIn(type == null ? List.of("result", "error") : List.of(type));
    }

    @Provide
    Arbitrary<Element> commands() {
        Arbitrary<String> nodes = Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Arbitraries.of(
                                scene.commands.all().stream().map(Command::node).toList())),
                Tuple.of(1, text()));
        Arbitrary<String> actions = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("execute", "complete", "next", "prev", "cancel")), Tuple.of(1, text()));
        return nodes.flatMap(node -> Combinators.combine(
                        actions.injectNull(0.7),
                        text().injectNull(0.9),
                        Arbitraries.of("en", "de", "").injectNull(0.9),
                        form(node).list().ofMaxSize(3))
                .as((action, session, language, forms) -> {
                    Element command = DocumentHelper.createElement(QName.get("command", Namespaces.COMMANDS));
                    command.addAttribute("node", node.isBlank() ? null : node)
                            .addAttribute("action", action)
                            .addAttribute("sessionid", session)
                            .addAttribute(QName.get("lang", Namespace.XML_NAMESPACE), language);
                    forms.forEach(form -> command.add(form.createCopy()));
                    return command;
                }));
    }

    private Arbitrary<Element> form(String node) {
        String formType = scene.commands
                .find(node)
                .map(command -> command.form().formType())
                .orElse("urn:none");
        Arbitrary<String> types = Arbitraries.of("submit", "submit", "submit", "submit", "cancel", "form", "");
        Arbitrary<Map<String, List<String>>> fields = Arbitraries.maps(
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.of("max", "after", "reciprocate", "reason", "match")),
                                Tuple.of(1, text())),
                        values().list().ofMinSize(1).ofMaxSize(2))
                .ofMaxSize(2);
        return Combinators.combine(types, Arbitraries.of(formType).injectNull(0.1), fields, peers().injectNull(0.3))
                .as((type, itsFormType, itsFields, peer) -> {
                    Element x = DocumentHelper.createElement(DataForms.X).addAttribute("type", type);
                    if (itsFormType != null) {
                        x.add(DataForms.field("FORM_TYPE", "hidden", "", List.of(itsFormType)));
                    }
                    if (peer != null) {
                        x.add(DataForms.field("peerjid", "", "", List.of(peer)));
                    }
                    itsFields.forEach((var, values) -> x.add(DataForms.field(var, "", "", values)));
                    return x;
                });
    }

    private static Arbitrary<String> peers() {
        return Arbitraries.of("capulet.lit", "verona.lit", "bücher.example", "shakespeare.lit", "romeo@x.lit");
    }

    private static Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of("capulet.lit", "shakespeare.lit", "bücher.example", "romeo@x.lit", "0", "true", "500"),
                text());
    }

    /** Any text that XML can hold. */
    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .withCharRange(' ', '\uD7FF')
                .withCharRange('\uE000', '\uFFFD')
                .withChars('\t', '\n', '@', '/', '.')
                .ofMaxLength(40);
    }
}
