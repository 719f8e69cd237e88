package dev.bouncer.bench.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.edge.Clients.Connected;
import dev.bouncer.bench.fleet.Blocks;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/**
 * Clients with tokens who all come at once: to a process that was just started, and to one that is warm; with no block in
 * force, and with very many.
 */
public final class ConnectScenario implements Scenario {
    private static final String PLAIN = "plain Javalin";
    private static final String FREE = "edge";
    private static final String BLOCKED = "edge with blocks";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        int blocks = run.scale().of(1_000_000, 100_000, 1_000);
        // A broker each: blocks on it are in force at every edge.
        try (Fleet free = new Fleet(run.bouncer(), Files.createDirectories(run.dir().resolve("free")));
                Fleet blocked = new Fleet(run.bouncer(), Files.createDirectories(run.dir().resolve("blocked")));
                Clients clients = Clients.start("clients", run.dir())) {
            free.startBroker();
            blocked.startBroker();
            block(run, blocked, blocks);
            warmUp(run, clients);
            for (int round = 0; round < run.rounds(); round++) {
                run.say("round " + (round + 1) + " of " + run.rounds());
                Server plain = Server.plain("plain" + round, run.dir());
                try (Child _ = plain.process()) {
                    measure(run, clients, plain, PLAIN, figures);
                }
                measure(run, clients, free, FREE, figures);
                measure(run, clients, blocked, BLOCKED, figures);
            }
        }
        return new Report(rows(figures, blocks), "", figures);
    }

    private static void block(Run run, Fleet fleet, int count) throws IOException, InterruptedException {
        run.say(String.format(Locale.ROOT, "writing %,d blocks", count));
        Node streams = fleet.startStreams("streams");
        Blocks.write(fleet.kafka(), "blocked", count, Instant.now().plus(Duration.ofHours(12)));
        Blocks.awaitApplied(fleet.kafka(), PATIENCE);
        fleet.stop(streams);
        // Reads them for the first time, which is not what is measured here.
        fleet.stop(fleet.startEdge("edge"));
    }

    // The clients: whom they connect to is to be fresh, they are not.
    private static void warmUp(Run run, Clients clients) throws IOException {
        Server plain = Server.plain("warm-up", run.dir());
        try (Child _ = plain.process()) {
            for (int i = 0; i < run.scale().of(4, 4, 1); i++) {
                clients.connect(plain, "c-#", count(run));
                clients.leave();
            }
        }
    }

    private static void measure(Run run, Clients clients, Fleet fleet, String candidate, Figures figures)
            throws IOException {
        Node edge = fleet.startEdge("edge");
        measure(run, clients, Server.of(edge), candidate, figures);
        fleet.stop(edge);
    }

    private static void measure(Run run, Clients clients, Server server, String candidate, Figures figures)
            throws IOException {
        add(figures, candidate, "fresh", List.of(connect(run, clients, server)));
        for (int i = 0; i < run.scale().of(4, 3, 0); i++) {
            connect(run, clients, server);
        }
        List<Connected> warm = new ArrayList<>();
        for (int i = 0; i < run.scale().of(3, 2, 1); i++) {
            warm.add(connect(run, clients, server));
        }
        add(figures, candidate, "warm", warm);
    }

    private static Connected connect(Run run, Clients clients, Server server) throws IOException {
        Connected connected = clients.connect(server, "c-#", count(run));
        clients.leave();
        return connected;
    }

    private static void add(Figures figures, String candidate, String state, List<Connected> connected) {
        figures.add(candidate, state,
                Figures.median(connected.stream().map(Connected::perSecond).toList()).orElseThrow());
        figures.add(candidate, state + " p99",
                Figures.median(connected.stream().map(Connected::p99).toList()).orElseThrow());
    }

    private static int count(Run run) {
        return run.scale().of(5000, 4000, 200);
    }

    private static List<Row> rows(Figures figures, int blocks) {
        String with = String.format(Locale.ROOT, "%,d blocks in force, ", blocks);
        return List.of(
                new Row("fresh: connections/s", figures.rounds(FREE, "fresh"), figures.rounds(PLAIN, "fresh"),
                        Target.atLeast(3500)),
                new Row("fresh: p99, ms", figures.rounds(FREE, "fresh p99"), figures.rounds(PLAIN, "fresh p99"),
                        Target.atMost(100)),
                new Row("fresh, next to the plain server", figures.rounds(FREE, "fresh"),
                        figures.rounds(PLAIN, "fresh"), Target.ratioAtLeast(0.85)),
                new Row("warm: connections/s", figures.rounds(FREE, "warm"), figures.rounds(PLAIN, "warm"),
                        Target.atLeast(6193)),
                new Row("warm: p99, ms", figures.rounds(FREE, "warm p99"), figures.rounds(PLAIN, "warm p99"),
                        Target.atMost(30)),
                new Row("warm, next to the plain server", figures.rounds(FREE, "warm"), figures.rounds(PLAIN, "warm"),
                        Target.ratioAtLeast(0.85)),
                new Row(with + "warm, next to none: connections/s", figures.rounds(BLOCKED, "warm"),
                        figures.rounds(FREE, "warm"), Target.ratioAtLeast(0.95)),
                new Row(with + "fresh, next to none: connections/s", figures.rounds(BLOCKED, "fresh"),
                        figures.rounds(FREE, "fresh"), null));
    }
}
