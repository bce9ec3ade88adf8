package org.serverroster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** "tables for people (aligned, wide characters handled, control characters cleaned, fits the terminal width)". */
class TextTableTest {

    private static final TextTable.Columns COLUMNS = TextTable.columns("PEER", "NAME", "NOTE");

    private static List<String> lines(List<List<String>> rows) {
        return TextTable.lines(COLUMNS, rows, OptionalInt.empty());
    }

    @Test
    @DisplayName("Columns are aligned, by the columns of a terminal that characters take")
    void aligned() {
        assertThat(lines(List.of(
                        List.of("münchen.lit", "München", "a"),
                        List.of("東京.lit", "東京 😀", "b"),
                        List.of("e.lit", "e\u0301", "c"))))
                .containsExactly(
                        "PEER         NAME     NOTE",
                        "münchen.lit  München  a",
                        "東京.lit     東京 😀  b",
                        "e.lit        e\u0301        c");
    }

    @Test
    @DisplayName("A column that says nothing is left out, but never the first")
    void empty() {
        assertThat(lines(List.of(List.of("a.lit", "", "x")))).containsExactly("PEER   NOTE", "a.lit  x");
        assertThat(lines(List.of(List.of("", "", "")))).containsExactly("PEER", "");
    }

    @Test
    @DisplayName("Control characters and those that turn the direction do nothing; the lines of a cell are one")
    void clean() {
        assertThat(lines(List.of(List.of("a\u001b[2J", "b\u202ec", "d\ne"))))
                .containsExactly("PEER        NAME        NOTE", "a\\u{1b}[2J  b\\u{202e}c  d, e");
    }

    @Test
    @DisplayName("What does not fit is cut where most is, and shows that it is cut")
    void cut() {
        assertThat(TextTable.lines(
                        COLUMNS,
                        List.of(List.of("verona.lit", "東京東京東京東京", "short"), List.of("a.lit", "b", "c")),
                        OptionalInt.of(30)))
                .containsExactly(
                        "PEER        NAME         NOTE", "verona.lit  東京東京東…  short", "a.lit       b            c");
    }

    @Property
    @Label("No line is wider than the terminal, if that has room for a few characters of each column")
    void fits(
            @ForAll @Size(min = 1, max = 5) List<@Size(3) List<String>> rows,
            @ForAll @IntRange(min = 28, max = 200) int width) {
        assertThat(TextTable.lines(COLUMNS, rows, OptionalInt.of(width)))
                .hasSize(rows.size() + 1)
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(width))
                .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    }
}
