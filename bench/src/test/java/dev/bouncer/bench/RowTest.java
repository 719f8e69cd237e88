package dev.bouncer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowTest {
    private static String text(List<Double> figures, List<Double> baseline, @Nullable Target target) {
        String[] lines = new Report(List.of(new Row("p50, µs", figures, baseline, target)), "", new Figures()).text()
                .strip().split("\n", -1);
        return lines[2];
    }

    @Test
    void the_ratio_is_of_each_round_and_the_middle_of_that() {
        // The middle figures alone would say 3.
        assertThat(text(List.of(200.0, 30.0, 300.0), List.of(100.0, 10.0, 1000.0), Target.ratioAtMost(1.25)))
                .isEqualTo("| p50, µs | 200 | 100 | 2.00 (0.30 to 3.00) | ≤ 1.25 × | not met |");
    }

    @Test
    void a_target_has_a_side() {
        assertThat(text(List.of(2.0), List.of(1.0), Target.ratioAtLeast(2))).endsWith("| ≥ 2 × | met |");
        assertThat(text(List.of(1.9), List.of(1.0), Target.ratioAtLeast(2))).endsWith("| ≥ 2 × | not met |");
        assertThat(text(List.of(60.0), List.of(), Target.atMost(60)))
                .isEqualTo("| p50, µs | 60.00 |  |  | ≤ 60 | met |");
        assertThat(text(List.of(60.1), List.of(1.0), Target.atMost(60))).endsWith("| ≤ 60 | not met |");
        assertThat(text(List.of(3500.0), List.of(), Target.atLeast(3500)))
                .isEqualTo("| p50, µs | 3,500 |  |  | ≥ 3,500 | met |");
    }

    @Test
    void what_was_not_measured_is_not_met() {
        assertThat(text(List.of(), List.of(1.0), Target.ratioAtMost(2)))
                .isEqualTo("| p50, µs |  | 1.00 |  | ≤ 2 × | not measured |");
        assertThat(text(List.of(1.0), List.of(0.0), Target.ratioAtMost(2))).endsWith("| not measured |");
        assertThat(text(List.of(0.01234), List.of(), null)).isEqualTo("| p50, µs | 0.012 |  |  |  |  |");
    }
}
