package org.serverroster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the figures say, whatever they are. */
class ReportTest {

    @Test
    @DisplayName("What is to be many times the rival's is reached from there on")
    void atLeast() {
        assertThat(Figure.atLeast("trust", "questions", "a second", 500, 100, 5).reached())
                .contains(true);
        assertThat(Figure.atLeast("trust", "questions", "a second", 499, 100, 5).reached())
                .contains(false);
    }

    @Test
    @DisplayName("What is to be little of the rival's is reached up to there")
    void atMost() {
        assertThat(Figure.atMost("trust", "CPU", "us", 25, 100, 0.25).reached()).contains(true);
        assertThat(Figure.atMost("trust", "CPU", "us", 26, 100, 0.25).reached()).contains(false);
    }

    @Test
    @DisplayName("The table and the JSON tell the same")
    void table() {
        Report report = new Report(
                "2026-11-21T12:00:00Z",
                false,
                Map.of("cores", "2"),
                List.of(
                        Figure.atLeast("trust", "questions", "a second", 123_456, 61_728, 5),
                        Figure.told("attach", "storm", "ms", 1.5, OptionalDouble.empty())));

        assertThat(report.table().lines())
                .containsExactly(
                        "| path                |    ours |  rival | ratio | target       | reached |",
                        "| ------------------- | ------- | ------ | ----- | ------------ | ------- |",
                        "| questions, a second | 123,456 | 61,728 |  2.00 | at least 5 x | no      |",
                        "| storm, ms           |     1.5 |      – |     – | –            | –       |");
        assertThat(report.json())
                .contains("\"ours\": 123456.0, \"rival\": 61728.0, \"ratio\": 2.0", "\"reached\": false")
                .contains("\"ours\": 1.5, \"rival\": null, \"ratio\": null", "\"reached\": null");
    }

    @Test
    @DisplayName("Half of the values do not exceed the median, and 99 of 100 not the 99th percentile")
    void percentiles() {
        long[] hundred = new long[100];
        for (int i = 0; i < 100; i++) {
            hundred[i] = i + 1;
        }
        assertThat(Medians.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Medians.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Medians.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Medians.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }
}
