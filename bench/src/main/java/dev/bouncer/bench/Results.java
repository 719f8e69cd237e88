package dev.bouncer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bouncer.bench.report.Report;

/** What became of each scenario of a run. It is in a file after each, so that a run that is ended has what it measured. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<String, Object> all = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private long seconds;

    /** @param rounds that were asked for; negative: none were */
    Results(Path file, Scale scale, int rounds) throws IOException {
        this.file = file;
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", System.getProperty("java.vm.version"));
        all.put("kernel", System.getProperty("os.version"));
        all.put("scale", scale);
        if (rounds >= 0) all.put("rounds", rounds);
        write();
    }

    /** One that was measured, and how long that took. */
    void measured(String name, Report report, long took) throws IOException {
        end(name, took, "");
        all.put(name, Map.of("seconds", took, "rows", report.rows(), "figures", report.figures().all()));
        write();
    }

    /** One that could not be measured, and why. */
    void failed(String name, Throwable why, long took) throws IOException {
        end(name, took, "  could not be measured: " + why);
        failed.add(name);
        all.put(name, Map.of("seconds", took, "failed", why.toString()));
        write();
    }

    private void end(String name, long took, String remark) {
        seconds += took;
        lines.add(String.format(Locale.ROOT, "%-10s %5d s%s", name, took, remark));
    }

    /** The names of those that could not be measured. */
    List<String> failed() {
        return failed;
    }

    /** How long each took, and which could not be measured and why; a line each. */
    String summary() {
        lines.add(String.format(Locale.ROOT, "%-10s %5d s", "in all", seconds));
        return String.join("\n", lines) + '\n';
    }

    private void write() throws IOException {
        Files.writeString(file, JSON.writeValueAsString(all));
    }
}
