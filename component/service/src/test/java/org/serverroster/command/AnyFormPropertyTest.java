package org.serverroster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import org.dom4j.QName;

/** XEP-0004: any element that comes for a filled-in form is read, and holds what its fields may, or is refused in words. */
class AnyFormPropertyTest {

    private static final String TYPE = "urn:x-server-roster:test";
    private static final int MOST_WORDS = 300;

    private static final Form FORM = new Form(
            TYPE,
            "Title",
            "Instructions",
            List.of(
                    new Field.Address("peerjid", "Peer", true),
                    new Field.Text("reason", "Reason", 100),
                    new Field.Lines("groups", "Groups", 3, 10),
                    Field.Flag.of("hidden", "Hidden", false),
                    new Field.Number("max", "At most", 500, 1, 1_000)));

    @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
    void read_or_refused(@ForAll("elements") Element x) {
        boolean taken;
        try {
            Submission read = FORM.read(x);
            assertThat(read.text("peerjid")).isNotBlank();
            assertThat(read.text("reason").codePointCount(0, read.text("reason").length()))
                    .isLessThanOrEqualTo(100);
            assertThat(read.text("reason").chars()).noneMatch(Character::isISOControl);
            assertThat(read.lines("groups"))
                    .hasSizeLessThanOrEqualTo(3)
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(10));
            assertThat(read.number("max")).isBetween(1, 1_000);
            taken = true;
        } catch (MalformedFormException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(MOST_WORDS);
            assertThat(refused.getMessage().chars())
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            taken = false;
        }
        Statistics.label("taken")
                .collect(taken)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 1));
    }

    @Provide
    Arbitrary<Element> elements() {
        Arbitrary<String> type = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just("submit")), Tuple.of(1, Arbitraries.of("cancel", "form", "")));
        Arbitrary<Element> formType = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(DataForms.field(DataForms.FORM_TYPE, "hidden", "", List.of(TYPE)))),
                Tuple.of(1, fields()));
        return Combinators.combine(
                        type,
                        formType,
                        fields().list().ofMaxSize(4),
                        Arbitraries.integers().between(0, 80))
                .as((its, first, others, more) -> {
                    Element x = DocumentHelper.createElement(DataForms.X).addAttribute("type", its);
                    x.add(first.createCopy());
                    x.add(DataForms.field("peerjid", "", "", List.of("a.lit")));
                    others.forEach(field -> x.add(field.createCopy()));
                    for (int i = 0; i < more - 60; i++) {
                        x.addElement(DataForms.FIELD);
                    }
                    return x;
                });
    }

    private static Arbitrary<Element> fields() {
        Arbitrary<QName> names = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(DataForms.FIELD)),
                Tuple.of(1, Arbitraries.of(QName.get("field", "urn:other"), QName.get("item", DataForms.NAMESPACE))));
        Arbitrary<String> vars =
                Arbitraries.of("reason", "groups", "hidden", "max", "peerjid", "FORM_TYPE", "other", "");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "1", "true", "500", "-1", "99999999999999999999", "a.lit", " ", TYPE, "x\u202Ey", "a\u0085b"),
                Arbitraries.strings()
                        .withCharRange(' ', '\uD7FF')
                        .withChars('\t', '\n')
                        .ofMaxLength(120));
        return Combinators.combine(names, vars, values.list().ofMaxSize(5), Arbitraries.of(true, false))
                .as((name, var, all, nested) -> {
                    Element field = DocumentHelper.createElement(name).addAttribute("var", var);
                    for (String value : all) {
                        Element holder = field.addElement(DataForms.VALUE);
                        (nested ? holder.addElement(DataForms.VALUE) : holder).setText(value);
                    }
                    return field;
                });
    }
}
