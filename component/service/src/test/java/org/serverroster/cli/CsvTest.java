package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4180, and what spreadsheets make of it. */
class CsvTest {

    private static List<List<String>> parsed(String text) throws Csv.MalformedCsvException {
        return Csv.parse(text).stream().map(Csv.Line::cells).toList();
    }

    @Test
    @DisplayName(
            "RFC 4180 section 2: \"Fields containing line breaks (CRLF), double quotes, and commas should be enclosed"
                    + " in double-quotes.\"")
    void written() {
        assertThat(Csv.line(List.of("a", "b,c", "d\"e", "f\ng", "", " h")))
                .isEqualTo("a,\"b,c\",\"d\"\"e\",\"f\ng\",,\" h\"\r\n");
    }

    @Test
    @DisplayName("It is read whatever ends its lines, and whether or not the last has an end")
    void read() throws Exception {
        assertThat(parsed("a,b\r\n\"c\r\nd\",e\n\n,\rx,\"y\"\"\""))
                .containsExactly(List.of("a", "b"), List.of("c\r\nd", "e"), List.of("", ""), List.of("x", "y\""));
        assertThat(Csv.parse("a\n\"b\nc\"\n\nd\n")).extracting(Csv.Line::line).containsExactly(1, 2, 5);
        assertThat(parsed("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n\"b", "a\"b", "\"a\"b", "\"a\" ,b"})
    @DisplayName("A quote where none can be is told with its line")
    void malformed(String text) {
        assertThatThrownBy(() -> Csv.parse(text))
                .isInstanceOf(Csv.MalformedCsvException.class)
                .hasMessageMatching("line \\d: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "'"})
    @DisplayName("No cell is a formula to a spreadsheet, and each comes back as it was")
    void formulas(String cell) throws Exception {
        String line = Csv.line(List.of(cell, "x"));
        assertThat(line.replaceFirst("^\"", "")).startsWith("'");
        assertThat(parsed(line)).containsExactly(List.of(cell, "x"));
    }

    @Test
    @DisplayName("An apostrophe that somebody wrote stays")
    void apostrophe() throws Exception {
        assertThat(parsed("'tis,x")).containsExactly(List.of("'tis", "x"));
    }

    @Property
    @Label("parse(write(x)) == x, and no written cell begins a formula")
    void roundTrip(@ForAll @Size(min = 1, max = 5) List<@Size(min = 2, max = 4) List<@From("cells") String>> rows)
            throws Exception {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(Csv.line(row)));

        assertThat(parsed(text.toString())).isEqualTo(rows);
        rows.forEach(row ->
                row.forEach(cell -> assertThat(Csv.line(List.of(cell, "x"))).doesNotMatch("(?s)\"?[=+@\\t\\r-].*")));
    }

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withChars("=+-@'\",\r\n\t ab").ofMaxLength(6));
    }
}
