package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.Yaml;

/** What the folder {@code ops} has for Prometheus and Grafana. */
final class OpsFolder {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final Path PROMETHEUS = HOME.resolve("ops/prometheus");

    private static final Pattern METRIC = Pattern.compile("\\b(?:bouncer|jvm|process|system|kafka)_[a-z0-9_]+\\b");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

    private OpsFolder() {}

    record Alert(String name, String expression, String runbook) {}

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("ops/grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /** The queries of a dashboard's panels and variables. */
    static List<String> queries(Path dashboard) {
        try {
            JsonNode json = new ObjectMapper().readTree(dashboard.toFile());
            List<String> queries = new ArrayList<>(json.findValuesAsText("expr"));
            json.path("templating").path("list").forEach(variable -> queries.add(variable.path("query").path("query")
                    .asText()));
            return queries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Alert> alerts() throws IOException {
        JsonNode file = new ObjectMapper()
                .valueToTree(new Yaml().load(Files.readString(PROMETHEUS.resolve("alerts.yml"), UTF_8)));
        List<Alert> alerts = new ArrayList<>();
        file.findValue("rules").forEach(rule -> alerts.add(new Alert(rule.path("alert").asText(),
                rule.path("expr").asText(), rule.path("annotations").path("runbook").asText())));
        return alerts;
    }

    /** The metrics that a query asks for. */
    static Set<String> metrics(String query) {
        Set<String> metrics = new TreeSet<>();
        METRIC.matcher(TEXT.matcher(query).replaceAll("")).results().forEach(found -> metrics.add(found.group()));
        return metrics;
    }
}
