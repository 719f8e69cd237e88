package dev.bouncer.bench.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.AnyFleet;
import dev.bouncer.bench.Run;
import dev.bouncer.bench.edge.Clients.Connected;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.floor.TunedServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import dev.bouncer.bench.store.BlocklistRecords;

/**
 * Clients with tokens who all come at once: to a process that was just started, and to one that is warm; with no block in
 * force, and with very many.
 */
public final class ConnectScenario implements AnyFleet {
    private static final String PLAIN = "plain Javalin";
    private static final String FREE = "edge";
    private static final String BLOCKED = "edge with blocks";

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        int blocks = run.scale().of(1_000_000, 100_000, 1_000);
        // A broker each: blocks on it are in force at every edge.
        try (Fleet free = new Fleet(run.bouncer(), Files.createDirectories(run.dir().resolve("free")));
                Fleet blocked = new Fleet(run.bouncer(), Files.createDirectories(run.dir().resolve("blocked")));
                Clients clients = Clients.start("clients", run.dir(), Credentials.OWN)) {
            free.startBroker();
            blocked.startBroker();
            run.say(String.format(Locale.ROOT, "writing %,d blocks", blocks));
            BlocklistRecords.write(blocked.kafka(), 0, blocks);
            // Reads them for the first time, which is not what is measured here.
            blocked.stop(blocked.startEdge("edge"));
            warmUp(run, clients);
            int rounds = run.rounds(5, 1);
            for (int round = 0; round < rounds; round++) {
                run.say("round " + (round + 1) + " of " + rounds);
                try (Child process = TunedServer.start("plain" + round, run.dir())) {
                    Server plain = Server.plain(process);
                    fresh(run, clients, plain, PLAIN, figures);
                    warm(run, clients, plain, PLAIN, figures);
                }
                measure(run, clients, free, FREE, figures);
                measure(run, clients, blocked, BLOCKED, figures);
            }
        }
        return new Report(rows(figures, blocks), "", figures);
    }

    /** It is warm before, and was not started here: no edge is fresh. */
    @Override
    public Report run(Run run, Existing existing) throws IOException {
        Figures figures = new Figures();
        Server edge = Server.of(existing.site());
        try (Clients clients = Clients.start("clients", run.dir(), existing.site().credentials())) {
            warmUp(run, clients);
            for (int round = 0; round < run.rounds(); round++) {
                run.say("round " + (round + 1) + " of " + run.rounds());
                try (Child process = TunedServer.start("plain" + round, run.dir())) {
                    warm(run, clients, Server.plain(process), PLAIN, figures);
                }
                warm(run, clients, edge, FREE, figures);
            }
        }
        return new Report(warm(figures), "", figures);
    }

    // The clients: whom they connect to is to be fresh, they are not.
    private static void warmUp(Run run, Clients clients) throws IOException {
        run.say("warming up the clients");
        try (Child process = TunedServer.start("warm-up", run.dir())) {
            Server plain = Server.plain(process);
            for (int i = 0; i < run.scale().of(4, 4, 1); i++) {
                connect(run, clients, plain);
            }
        }
    }

    private static void measure(Run run, Clients clients, Fleet fleet, String candidate, Figures figures)
            throws IOException {
        Node edge = fleet.startEdge("edge");
        fresh(run, clients, Server.of(edge), candidate, figures);
        warm(run, clients, Server.of(edge), candidate, figures);
        fleet.stop(edge);
    }

    private static void fresh(Run run, Clients clients, Server server, String candidate, Figures figures)
            throws IOException {
        add(figures, candidate, "fresh", List.of(connect(run, clients, server)));
    }

    private static void warm(Run run, Clients clients, Server server, String candidate, Figures figures)
            throws IOException {
        for (int i = 0; i < run.scale().of(4, 2, 0); i++) {
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
        return run.scale().of(5000, 2000, 200);
    }

    private static List<Row> rows(Figures figures, int blocks) {
        String with = String.format(Locale.ROOT, "%,d blocks in force, ", blocks);
        List<Row> rows = new ArrayList<>(List.of(
                new Row("fresh: connections/s", figures.rounds(FREE, "fresh"), figures.rounds(PLAIN, "fresh"),
                        Target.atLeast(3500)),
                new Row("fresh: p99, ms", figures.rounds(FREE, "fresh p99"), figures.rounds(PLAIN, "fresh p99"),
                        Target.atMost(100)),
                new Row("fresh, next to the plain server", figures.rounds(FREE, "fresh"),
                        figures.rounds(PLAIN, "fresh"), Target.ratioAtLeast(0.85))));
        rows.addAll(warm(figures));
        rows.add(new Row(with + "warm, next to none: connections/s", figures.rounds(BLOCKED, "warm"),
                figures.rounds(FREE, "warm"), Target.ratioAtLeast(0.95)));
        rows.add(new Row(with + "fresh, next to none: connections/s", figures.rounds(BLOCKED, "fresh"),
                figures.rounds(FREE, "fresh"), null));
        return rows;
    }

    private static List<Row> warm(Figures figures) {
        return List.of(
                new Row("warm: connections/s", figures.rounds(FREE, "warm"), figures.rounds(PLAIN, "warm"),
                        Target.atLeast(6193)),
                new Row("warm: p99, ms", figures.rounds(FREE, "warm p99"), figures.rounds(PLAIN, "warm p99"),
                        Target.atMost(30)),
                new Row("warm, next to the plain server", figures.rounds(FREE, "warm"), figures.rounds(PLAIN, "warm"),
                        Target.ratioAtLeast(0.85)));
    }
}
