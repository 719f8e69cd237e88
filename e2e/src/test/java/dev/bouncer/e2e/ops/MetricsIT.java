package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bouncer.api.Api;
import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.edge.Edge;
import dev.bouncer.streams.ModerationStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What running processes tell on /metrics is what the docs, the dashboards and the alerts speak of. */
@ExtendWith(SharedBroker.class)
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\w+) ", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(bouncer_\\w+)` \\| ([a-z, ]+) \\|", Pattern.MULTILINE);

    private static final TestAuthority AUTHORITY = new TestAuthority("the fleet's authority");

    @TempDir
    private static Path dir;
    private static CommandLog log;
    private static Fleet fleet;
    private static Map<String, URI> processes;

    @BeforeAll
    static void start() throws Exception {
        log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 2);
        TlsConfig tls = AUTHORITY.certifyProcess("a-process", dir);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(), dir,
                Map.of("chat", Map.of("path", "/chat/*", "upstream", List.of("ws://127.0.0.1:1"), "identify",
                        List.of("jwt"), "jwt-from", "query:token", "require", true)),
                _ -> Map.of("internal", Map.of("secret", Fleet.INTERNAL_SECRET, "tls", Map.of("certificate",
                        tls.certificate().toString(), "key", tls.key().toString(), "ca", String.valueOf(tls.ca())))));
        ModerationStreams streams = fleet.startStreams();
        Api api = fleet.startApi();
        Edge edge = fleet.startEdge("edge-1");
        processes = Map.of("streams", streams.uri(), "api", api.uri(), "edge",
                URI.create(edge.uri().toString().replaceFirst("^ws", "http")));
        // Something of each kind, since what never happened may have no series.
        try (Client alice = fleet.welcomed(edge, "alice")) {
            fleet.done(api, "PUT", "/blocks/user/alice", "");
            assertThat(alice.closedWithin(SOON)).isNotNull();
        }
        assertThat(fleet.call(api, "GET", "/nowhere", "").statusCode()).isEqualTo(404);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        log.close();
    }

    @Test
    void the_docs_list_what_each_process_has_and_nothing_else() throws Exception {
        Map<String, Set<String>> documented = new TreeMap<>();
        ROW.matcher(Files.readString(OpsFolder.HOME.resolve("docs/metrics.md"), UTF_8)).results().forEach(row -> Stream
                .of(row.group(2).split(",")).forEach(
                        of -> documented.computeIfAbsent(of.strip(), _ -> new TreeSet<>()).add(row.group(1))));

        await().atMost(SOON).untilAsserted(() -> {
            Map<String, Set<String>> exposed = new TreeMap<>();
            for (String process : processes.keySet()) {
                exposed.put(process, families(process).stream()
                        .filter(name -> name.startsWith("bouncer_") && !name.endsWith("_seconds_max"))
                        .collect(Collectors.toCollection(TreeSet::new)));
            }
            assertThat(exposed).isEqualTo(documented);
        });
    }

    @Test
    void dashboards_and_alerts_ask_for_what_there_is() throws Exception {
        Set<String> asked = new TreeSet<>();
        for (Path dashboard : OpsFolder.dashboards()) {
            OpsFolder.queries(dashboard).forEach(query -> asked.addAll(OpsFolder.metrics(query)));
        }
        assertThat(asked).hasSizeGreaterThan(30);
        OpsFolder.alerts().forEach(alert -> asked.addAll(OpsFolder.metrics(alert.expression())));

        await().atMost(SOON).untilAsserted(() -> {
            Set<String> there = new TreeSet<>();
            for (String process : processes.keySet()) {
                scrape(process).lines().filter(line -> !line.startsWith("#"))
                        .forEach(line -> there.add(line.split("[{ ]", 2)[0]));
            }
            // A pause of the collector is a series only after the first.
            there.add("jvm_gc_pause_seconds_sum");
            assertThat(there).containsAll(asked);
        });
    }

    @Test
    void they_tell_how_it_is() throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            for (String process : processes.keySet()) {
                assertThat(scrape(process)).contains("bouncer_ready 1.0");
            }
            assertThat(value("edge", "bouncer_staleness_seconds")).isBetween(0.0, 10.0);
            assertThat(value("edge", "bouncer_blocklist_size")).isGreaterThanOrEqualTo(1);
            assertThat(value("edge", "bouncer_overlay_age_seconds")).isZero();
            assertThat(value("edge", "bouncer_tail_lag_records{partition=\"1\"}")).isZero();
            assertThat(value("edge", "bouncer_enforcement_edge_latency_seconds_count")).isGreaterThanOrEqualTo(1);
            assertThat(value("streams", "bouncer_audit_chain_length{partition=\"0\"}")
                    + value("streams", "bouncer_audit_chain_length{partition=\"1\"}")).isGreaterThanOrEqualTo(1);
            assertThat(value("streams", "bouncer_audit_chain_breaks_total")).isZero();
        });
    }

    private static double value(String process, String series) throws IOException, InterruptedException {
        return scrape(process).lines().filter(line -> line.startsWith(series + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1))).findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in " + process));
    }

    private static Set<String> families(String process) throws IOException, InterruptedException {
        return FAMILY.matcher(scrape(process)).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static String scrape(String process) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().sslContext(AUTHORITY.trusted()).build()) {
            return http.send(
                    HttpRequest.newBuilder(Objects.requireNonNull(processes.get(process)).resolve("/metrics")).build(),
                    BodyHandlers.ofString()).body();
        }
    }
}
