package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.bouncer.bench.Options;
import dev.bouncer.bench.echo.EchoServer;
import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Jvm;
import dev.bouncer.bench.process.Usage;
import dev.bouncer.standalone.EmbeddedBroker;

/** Messages to a server and back: without anything between, through an edge, through nginx, through HAProxy. */
public final class GatewayScenario {
    /** The sizes of messages, in bytes. */
    static final List<Integer> SIZES = List.of(64, 4096);
    /** How many clients send. */
    static final int CLIENTS = 50;
    /** How many messages a second they send in all, while latency is measured. */
    static final int RATE = 1000;

    private static final int IDLE_ROUNDS = 3;
    private static final int WARM_UP_SECONDS = 5;
    // What is made once, however many connections there are, is there after these.
    private static final int BEFORE = 200;

    private final Options options;
    private final Path out;
    private final Figures figures = new Figures();

    /** @param out for logs, data and results */
    public GatewayScenario(Options options, Path out) {
        this.options = options;
        this.out = out;
    }

    /** Measures, writes {@code results.json} and prints a table. */
    public void run() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("bench.home", "..")).toAbsolutePath().normalize();
        Optional<Path> debian = Optional.ofNullable(System.getProperty("bench.debian")).map(Path::of);
        if (debian.isEmpty()) System.out.println("bench: SKIPPED nginx and HAProxy, which cannot be had here");
        try (EmbeddedBroker broker = EmbeddedBroker.start(out.resolve("broker"), 0);
                Child echo = Child.java("echo", out, EchoServer.class);
                Child load = Child.java("load", out, LoadGenerator.class)) {
            int upstream = Integer.parseInt(echo.awaitLine("port="));
            load.awaitLine("ready");
            Stand stand = new Stand(home, debian, out, broker.bootstrapServers(), upstream);
            stand.topics();
            if (options.rounds() > 0) messages(stand, new Candidate(Kind.DIRECT, upstream, "/", echo), load);
            for (int round = 1; round <= IDLE_ROUNDS; round++) {
                System.out.println("bench: idle connections, round " + round + " of " + IDLE_ROUNDS);
                memory(stand, load, round);
            }
        }
        Table table = new Table(figures);
        System.out.println(table.text());
        table.write(out.resolve("results.json"), options);
        System.out.println("bench: results and logs in " + out);
    }

    private void messages(Stand stand, Candidate direct, Child load) throws IOException {
        List<Candidate> candidates = new ArrayList<>(List.of(direct));
        try {
            candidates.addAll(stand.edge("edge"));
            stand.nginx("nginx").ifPresent(candidates::add);
            stand.haproxy("haproxy").ifPresent(candidates::add);
            for (Candidate candidate : candidates) {
                for (int size : SIZES) {
                    throughput(candidate, load, size, WARM_UP_SECONDS);
                }
            }
            for (int round = 1; round <= options.rounds(); round++) {
                // Others who use the machine are in every figure.
                System.out.println("bench: round " + round + " of " + options.rounds() + ", load average "
                        + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                for (Candidate candidate : candidates) {
                    for (int size : SIZES) {
                        latency(candidate, load, size);
                        measureThroughput(candidate, load, size);
                    }
                }
                // Nobody is always the one that comes after the same other.
                Collections.rotate(candidates, 2);
            }
        } finally {
            candidates.forEach(candidate -> {
                if (candidate.kind() != Kind.DIRECT) candidate.process().close();
            });
        }
    }

    private void latency(Candidate candidate, Child load, int size) throws IOException {
        Usage before = candidate.process().usage();
        String[] answer = ask(load, "latency " + candidate.port() + ' ' + candidate.path() + ' ' + CLIENTS + ' ' + RATE
                + ' ' + size + ' ' + options.seconds()).split(" ", -1);
        long cpu = candidate.process().usage().cpuMillis() - before.cpuMillis();
        figures.add(candidate.kind(), "p50 " + size, Double.parseDouble(answer[0]));
        figures.add(candidate.kind(), "p99 " + size, Double.parseDouble(answer[1]));
        figures.add(candidate.kind(), "max " + size, Double.parseDouble(answer[2]));
        figures.add(candidate.kind(), "cpu at rate " + size, 1000.0 * cpu / ((double) RATE * options.seconds()));
    }

    private void measureThroughput(Candidate candidate, Child load, int size) throws IOException {
        Usage before = candidate.process().usage();
        long messages = throughput(candidate, load, size, options.seconds());
        long cpu = candidate.process().usage().cpuMillis() - before.cpuMillis();
        figures.add(candidate.kind(), "per second " + size, (double) messages / options.seconds());
        figures.add(candidate.kind(), "cpu " + size, 1000.0 * cpu / messages);
    }

    private static long throughput(Candidate candidate, Child load, int size, int seconds) throws IOException {
        return Long.parseLong(ask(load, "throughput " + candidate.port() + ' ' + candidate.path() + ' ' + CLIENTS + ' '
                + size + ' ' + seconds));
    }

    private static String ask(Child load, String order) throws IOException {
        String answer = load.ask(order);
        if (answer.startsWith("failed")) throw new IOException(order + ": " + answer);
        return answer;
    }

    // Each in a process of its own, so that none has memory left over from another.
    private void memory(Stand stand, Child load, int round) throws IOException, InterruptedException {
        for (Kind kind : Kind.values()) {
            String name = "idle-" + kind.name() + '-' + round;
            Optional<Candidate> candidate = switch (kind) {
                case DIRECT -> Optional.empty();
                case PLAIN -> Optional.of(stand.edge(name).getFirst());
                case JWT -> Optional.of(stand.edge(name).getLast());
                case NGINX -> stand.nginx(name);
                case HAPROXY -> stand.haproxy(name);
            };
            if (candidate.isEmpty()) continue;
            try (Child process = candidate.get().process()) {
                idle(candidate.get(), process, load);
            }
        }
    }

    private void idle(Candidate candidate, Child process, Child load) throws IOException, InterruptedException {
        String hold = "hold " + candidate.port() + ' ' + candidate.path() + ' ';
        ask(load, hold + BEFORE);
        ask(load, "release");
        long heap = liveHeap(candidate, process);
        long rss = process.usage().rssKib();
        ask(load, hold + options.idle());
        figures.add(candidate.kind(), "rss busy", (double) (process.usage().rssKib() - rss) / options.idle());
        if (candidate.kind().isJvm()) {
            figures.add(candidate.kind(), "heap",
                    (liveHeap(candidate, process) - heap) / 1024.0 / options.idle());
        }
        figures.add(candidate.kind(), "rss", (double) (process.usage().rssKib() - rss) / options.idle());
        figures.add(candidate.kind(), "rss before", (double) rss);
        ask(load, "release");
    }

    private static long liveHeap(Candidate candidate, Child process) throws IOException, InterruptedException {
        return candidate.kind().isJvm() ? Jvm.liveHeap(process.pid()) : 0;
    }
}
