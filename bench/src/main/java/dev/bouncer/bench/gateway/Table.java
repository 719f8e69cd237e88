package dev.bouncer.bench.gateway;

import java.util.Locale;
import java.util.OptionalDouble;

import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.report.Figures;

/** The figures, to be read. */
final class Table {
    private static final String MESSAGES = """
            | p50, µs | p99, µs | added p50, µs | × nginx | added p99, µs | × nginx | CPU, µs | messages/s | CPU, µs |
            |---|---|---|---|---|---|---|---|---|---|
            """;
    private static final String IDLE = """
            | idle, KiB per connection | RSS | RSS before a GC | live heap | MiB without any |
            |---|---|---|---|---|
            """;

    private final Figures figures;

    Table(Figures figures) {
        this.figures = figures;
    }

    /** As a table in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder("\n");
        for (int size : GatewayScenario.SIZES) {
            if (figures.median(Kind.DIRECT.title, "p50 " + size).isEmpty()) continue;
            text.append("| ").append(size).append(" bytes ").append(MESSAGES);
            for (Kind kind : Kind.values()) {
                messages(text, kind, size);
            }
            text.append('\n');
        }
        text.append(IDLE);
        for (Kind kind : Kind.values()) {
            if (figures.median(kind.title, "rss").isEmpty()) continue;
            row(text, kind, cell("%.1f", figures.median(kind.title, "rss")),
                    cell("%.1f", figures.median(kind.title, "rss busy")),
                    cell("%.1f", figures.median(kind.title, "heap")),
                    cell("%.0f", mebi(figures.median(kind.title, "rss before"))));
        }
        return text.toString();
    }

    private void messages(StringBuilder text, Kind kind, int size) {
        if (figures.median(kind.title, "p50 " + size).isEmpty()) return;
        String p50 = "p50 " + size;
        String p99 = "p99 " + size;
        row(text, kind, cell("%.0f", figures.median(kind.title, p50)), cell("%.0f", figures.median(kind.title, p99)),
                added(kind, p50),
                toNginx(kind, p50), added(kind, p99), toNginx(kind, p99),
                cell("%.0f", figures.median(kind.title, "cpu at rate " + size)),
                cell("%,.0f", figures.median(kind.title, "per second " + size)),
                cell("%.1f", figures.median(kind.title, "cpu " + size)));
    }

    private String added(Kind kind, String what) {
        return kind == Kind.DIRECT ? "" : cell("%.0f", added(figures, kind, what));
    }

    private String toNginx(Kind kind, String what) {
        OptionalDouble nginx = added(figures, Kind.NGINX, what);
        OptionalDouble own = added(figures, kind, what);
        if (kind == Kind.DIRECT || nginx.isEmpty() || own.isEmpty()) return "";
        // Less than nothing is what the machine's noise adds; no ratio to that tells anything.
        if (nginx.getAsDouble() <= 0) return "";
        return cell("%.2f", OptionalDouble.of(own.getAsDouble() / nginx.getAsDouble()));
    }

    private static OptionalDouble added(Figures figures, Kind kind, String what) {
        return Figures.median(figures.added(kind.title, Kind.DIRECT.title, what));
    }

    private static OptionalDouble mebi(OptionalDouble kibi) {
        return kibi.isEmpty() ? kibi : OptionalDouble.of(kibi.getAsDouble() / 1024);
    }

    private static String cell(String format, OptionalDouble value) {
        return value.isEmpty() ? "" : String.format(Locale.ROOT, format, value.getAsDouble());
    }

    private static void row(StringBuilder text, Kind kind, String... cells) {
        text.append("| ").append(kind.title).append(" | ").append(String.join(" | ", cells)).append(" |\n");
    }
}
