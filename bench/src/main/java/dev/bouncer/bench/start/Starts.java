package dev.bouncer.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.fleet.BrokerProcess;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Usage;
import dev.bouncer.bench.report.Figures;

/** Processes that are started, and what it took until they were ready. Each ends before the next begins. */
record Starts(Run run, Figures figures, Child broker, String kafka) implements AutoCloseable {
    /** From start to ready. */
    static final String SECONDS = "seconds";
    /** On the CPU until then. */
    static final String CPU = "CPU seconds";
    /** Resident then, in MiB. */
    static final String RSS = "RSS";

    private static final Duration END = Duration.ofSeconds(60);
    private static final int BLOCKS = 200;
    // Any free ports, an app, and no clients to wait for at the end.
    private static final Map<String, String> SETTINGS = Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
            "BOUNCER_STREAMS_PORT", "0", "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s",
            "BOUNCER_APPS_BENCH_TOKENS_HMAC_SECRET", "a-secret-of-the-tokens-0123456789abcdef",
            "BOUNCER_KAFKA_REPLICATION_FACTOR", "1");

    /** With a broker that has Bouncer's topics, and the cache made. */
    static Starts begin(Run run, Figures figures) throws IOException {
        Child broker = Child.java("broker", run.dir(), BrokerProcess.class, run.dir().resolve("broker").toString());
        Starts starts = new Starts(run, figures, broker, broker.awaitLine("kafka="));
        starts.toEnd("cache", run.bouncer().command("audit", "--help"));
        starts.toEnd("topics", run.bouncer().command("topics", "create"));
        return starts;
    }

    static String withoutCache(String what) {
        return what + ", without the cache";
    }

    /** Twice in one folder; the second has something to find again. */
    void up(String fresh, String again, int round, boolean cache) throws IOException, InterruptedException {
        Path dir = dir(round, cache);
        Child first = start(fresh, "up", dir, cache);
        Path blocks = Files.write(dir.resolve("blocks.ndjson"), IntStream.range(0, BLOCKS).mapToObj(
                i -> "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"user-" + i + "\"}}").toList());
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", ". \"$0/env\" && exec \"$@\"", data(dir).toString()));
        command.addAll(run.bouncer().command("import", blocks.toString(), "--format", "ndjson"));
        toEnd("import", command);
        stop(first);
        stop(start(again, "up", dir, cache));
    }

    void startAndStop(String command, int round, boolean cache) throws IOException, InterruptedException {
        stop(start(command, command, dir(round, cache), cache));
    }

    private Path dir(int round, boolean cache) throws IOException {
        return Files.createDirectories(run.dir().resolve("round-" + round + (cache ? "" : "-without")));
    }

    private static Path data(Path dir) {
        return dir.resolve("data");
    }

    private Child start(String what, String command, Path dir, boolean cache) throws IOException {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        // The broker of 'up' is its own.
        if (!command.equals("up")) environment.put("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", kafka);
        environment.put("BOUNCER_DATA_DIR", data(dir).toString());
        List<String> line = run.bouncer().command(command);
        // The JVM's own default; where such an option is given, the script leaves its cache out.
        if (!cache) environment.put("BOUNCER_JAVA_OPTS", "-Xshare:auto");
        long began = System.nanoTime();
        Child child = Child.start(command, dir, environment, line);
        child.awaitLine("ready ");
        double seconds = (System.nanoTime() - began) / 1e9;
        Usage usage = child.usage();
        String name = cache ? what : withoutCache(what);
        figures.add(name, SECONDS, seconds);
        figures.add(name, CPU, usage.cpuMillis() / 1e3);
        figures.add(name, RSS, usage.rssKib() / 1024.0);
        return child;
    }

    private static void stop(Child child) throws IOException, InterruptedException {
        try (child) {
            child.end(END);
        }
    }

    private void toEnd(String name, List<String> command) throws IOException {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", kafka);
        try (Child child = Child.start(name, run.dir(), environment, command)) {
            child.awaitEnd();
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
