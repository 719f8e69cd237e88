package dev.bouncer.bench.edge;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Row;

/**
 * A line for each setting, to be read.
 *
 * @param idle how many connections were idle
 */
record SettingsTable(Figures figures, int idle) {
    static final String FRESH = "fresh";
    static final String WARM = "warm";
    static final String KICK_P50 = "kick p50";
    static final String KICK_P99 = "kick p99";

    /** In Markdown; behind each figure its ratio to that of what the setting is compared with. */
    String text() {
        StringBuilder text = new StringBuilder(
                """

                        | | compared with | RSS, KiB per connection | live heap, KiB per connection | RSS without any, MiB | \
                        fresh connects/s | warm connects/s | kick p50, ms | kick p99, ms |
                        |---|---|---|---|---|---|---|---|---|
                        """);
        Setting.ofEdge().forEach(setting -> line(text, setting));
        Setting.ofPlain().forEach(setting -> line(text, setting));
        return text.toString();
    }

    private void line(StringBuilder text, Setting setting) {
        List<String> what = List.of("rss, " + idle, "heap, " + idle, "rss without any, " + idle, FRESH, WARM, KICK_P50,
                KICK_P99);
        text.append("| ").append(setting.name()).append(" | ")
                .append(setting.isReference() ? "" : setting.reference());
        what.forEach(each -> text.append(" | ").append(cell(setting, each)));
        text.append(" |\n");
    }

    private String cell(Setting setting, String what) {
        OptionalDouble figure = figures.median(setting.name(), what);
        if (figure.isEmpty()) return "";
        double value = figure.getAsDouble();
        String number = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.1f", value);
        OptionalDouble ratio = new Row(what, figures.rounds(setting.name(), what),
                figures.rounds(setting.reference(), what), null).ratio();
        return setting.isReference() || ratio.isEmpty()
                ? number
                : String.format(Locale.ROOT, "%s (%.2f ×)", number, ratio.getAsDouble());
    }
}
