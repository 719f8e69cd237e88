package dev.bouncer.bench.start;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bouncer.bench.Options;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Usage;
import dev.bouncer.standalone.EmbeddedBroker;

/** From the start of {@code ./bouncer COMMAND} to its ready line, with the AOT cache and without, in turns. */
public final class StartScenario {
    private static final Duration END = Duration.ofSeconds(60);
    private static final int BLOCKS = 200;
    // Any free ports, an app, and no clients to wait for at the end.
    private static final Map<String, String> SETTINGS = Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
            "BOUNCER_STREAMS_PORT", "0", "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s",
            "BOUNCER_APPS_BENCH_TOKENS_HMAC_SECRET", "a-secret-of-the-tokens-0123456789abcdef",
            "BOUNCER_KAFKA_REPLICATION_FACTOR", "1");

    private final Options options;
    private final Path out;
    private final String bouncer;
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();

    /**
     * One start.
     *
     * @param seconds    from start to ready
     * @param cpuSeconds what it took of the CPU until then
     * @param rssMebi    its resident memory then
     */
    private record Start(double seconds, double cpuSeconds, double rssMebi) {}

    /** @param out for logs, data and results */
    public StartScenario(Options options, Path out) {
        this.options = options;
        this.out = out;
        Path home = Path.of(System.getProperty("bench.home", "..")).toAbsolutePath().normalize();
        this.bouncer = home.resolve("bouncer").toString();
    }

    /** Measures, writes {@code results.json} and prints a table. */
    public void run() throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(out.resolve("broker"), 0)) {
            Map<String, String> fleet = Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            // Makes the cache, if there is none of these jars.
            toEnd("cache", fleet, bouncer, "audit", "--help");
            toEnd("topics", fleet, bouncer, "topics", "create");
            for (int round = 1; round <= options.rounds(); round++) {
                System.out.println("bench: round " + round + " of " + options.rounds() + ", load average "
                        + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                for (boolean cache : List.of(true, false)) {
                    Path dir = Files.createDirectories(out.resolve("round-" + round + (cache ? "" : "-without")));
                    up(dir, cache);
                    for (String command : List.of("streams", "api", "edge")) {
                        stop(start(command, command, dir, cache, fleet));
                    }
                }
            }
        }
        System.out.println(table());
        Files.writeString(out.resolve("results.json"),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(Map.of("scenario",
                        "start", "rounds", options.rounds(), "processors", Runtime.getRuntime().availableProcessors(),
                        "java", System.getProperty("java.vm.version"), "starts", starts)));
        System.out.println("bench: results and logs in " + out);
    }

    private void up(Path dir, boolean cache) throws IOException, InterruptedException {
        Child first = start("up, fresh folder", "up", dir, cache, Map.of());
        // Something to be found again.
        Path blocks = Files.write(dir.resolve("blocks.ndjson"), IntStream.range(0, BLOCKS).mapToObj(
                i -> "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"user-" + i + "\"}}").toList());
        toEnd("import", Map.of(), "sh", "-c", ". \"$1/env\" && exec \"$2\" import \"$3\" --format ndjson", "import",
                data(dir).toString(), bouncer, blocks.toString());
        stop(first);
        stop(start("up, again", "up", dir, cache, Map.of()));
    }

    private static Path data(Path dir) {
        return dir.resolve("data");
    }

    private Child start(String what, String command, Path dir, boolean cache, Map<String, String> more)
            throws IOException {
        Map<String, String> environment = environment(more);
        environment.put("BOUNCER_DATA_DIR", data(dir).toString());
        // The JVM's own default; where such an option is given, the script leaves its cache out.
        if (!cache) environment.put("BOUNCER_JAVA_OPTS", "-Xshare:auto");
        long began = System.nanoTime();
        Child child = Child.start(command, dir, environment, List.of(bouncer, command));
        child.awaitLine("ready ");
        double seconds = (System.nanoTime() - began) / 1e9;
        Usage usage = child.usage();
        starts.computeIfAbsent(cache ? what : what + ", without the cache", _ -> new ArrayList<>())
                .add(new Start(seconds, usage.cpuMillis() / 1e3, usage.rssKib() / 1024.0));
        return child;
    }

    private static void stop(Child child) throws InterruptedException {
        try (child) {
            if (!child.end(END)) throw new IllegalStateException("a process did not end within " + END);
        }
    }

    private void toEnd(String name, Map<String, String> more, String... command) throws IOException {
        try (Child child = Child.start(name, out, environment(more), List.of(command))) {
            child.awaitEnd();
        }
    }

    private static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.putAll(more);
        return environment;
    }

    // The middle of the rounds, and the slowest of them.
    private String table() {
        StringBuilder text = new StringBuilder("""

                | start of | s to ready | slowest | CPU, s | RSS, MiB |
                |---|---|---|---|---|
                """);
        starts.forEach((what, all) -> text.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.0f |%n",
                what, median(all.stream().mapToDouble(Start::seconds).toArray()),
                all.stream().mapToDouble(Start::seconds).max().orElseThrow(),
                median(all.stream().mapToDouble(Start::cpuSeconds).toArray()),
                median(all.stream().mapToDouble(Start::rssMebi).toArray()))));
        return text.toString();
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
