package dev.bouncer.bench.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.bench.report.Figures;
import org.junit.jupiter.api.Test;

/** Settings, and the table of what they are worth. */
final class SettingsTableTest {
    private final List<Setting> all = Stream.concat(Setting.ofEdge().stream(), Setting.ofPlain().stream()).toList();

    @Test
    void each_setting_has_a_name_of_its_own_and_is_compared_with_a_reference() {
        List<String> references = all.stream().filter(Setting::isReference).map(Setting::name).toList();

        assertThat(all).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(setting -> assertThat(references).contains(setting.reference()));
    }

    @Test
    void a_ratio_is_to_the_reference_of_the_same_round() {
        Figures figures = new Figures();
        figures.add("edge", SettingsTable.WARM, 4000);
        figures.add("edge", SettingsTable.WARM, 2000);
        figures.add("-XX:+UseSerialGC", SettingsTable.WARM, 2000);
        figures.add("-XX:+UseSerialGC", SettingsTable.WARM, 2000);

        List<String> lines = new SettingsTable(figures, 8000).text().lines().toList();

        assertThat(lines).contains("| edge |  |  |  |  |  | 3,000 |  |  |",
                "| -XX:+UseSerialGC | edge |  |  |  |  | 2,000 (0.75 ×) |  |  |");
        assertThat(lines).filteredOn(line -> line.startsWith("|")).hasSize(all.size() + 2)
                .allSatisfy(line -> assertThat(line.chars().filter(c -> c == '|').count()).isEqualTo(10));
    }
}
