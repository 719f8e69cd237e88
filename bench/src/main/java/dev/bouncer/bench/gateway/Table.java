package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bouncer.bench.Options;
import dev.bouncer.bench.gateway.Candidate.Kind;

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
            text.append("| ").append(size).append(" bytes ").append(MESSAGES);
            for (Kind kind : Kind.values()) {
                messages(text, kind, size);
            }
            text.append('\n');
        }
        text.append(IDLE);
        for (Kind kind : Kind.values()) {
            if (figures.median(kind, "rss").isEmpty()) continue;
            row(text, kind, cell("%.1f", figures.median(kind, "rss")), cell("%.1f", figures.median(kind, "rss busy")),
                    cell("%.1f", figures.median(kind, "heap")), cell("%.0f", mebi(figures.median(kind, "rss before"))));
        }
        return text.toString();
    }

    private void messages(StringBuilder text, Kind kind, int size) {
        if (figures.median(kind, "p50 " + size).isEmpty()) return;
        String p50 = "p50 " + size;
        String p99 = "p99 " + size;
        row(text, kind, cell("%.0f", figures.median(kind, p50)), cell("%.0f", figures.median(kind, p99)),
                added(kind, p50),
                toNginx(kind, p50), added(kind, p99), toNginx(kind, p99),
                cell("%.0f", figures.median(kind, "cpu at rate " + size)),
                cell("%,.0f", figures.median(kind, "per second " + size)),
                cell("%.1f", figures.median(kind, "cpu " + size)));
    }

    private String added(Kind kind, String what) {
        return kind == Kind.DIRECT ? "" : cell("%.0f", figures.added(kind, what));
    }

    private String toNginx(Kind kind, String what) {
        OptionalDouble nginx = figures.added(Kind.NGINX, what);
        OptionalDouble own = figures.added(kind, what);
        if (kind == Kind.DIRECT || nginx.isEmpty() || own.isEmpty()) return "";
        // Less than nothing is what the machine's noise adds; no ratio to that tells anything.
        if (nginx.getAsDouble() <= 0) return "";
        return cell("%.2f", OptionalDouble.of(own.getAsDouble() / nginx.getAsDouble()));
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

    /** As JSON: every round, so that others can judge how much they differ. */
    void write(Path file, Options options) throws IOException {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("scenario", "gateway");
        results.put("rounds", options.rounds());
        results.put("seconds", options.seconds());
        results.put("idle", options.idle());
        results.put("processors", Runtime.getRuntime().availableProcessors());
        results.put("java", System.getProperty("java.vm.version"));
        results.put("figures", figures.all());
        Files.writeString(file,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(results));
    }
}
