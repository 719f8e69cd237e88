package dev.bouncer.bench.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.floor.TunedServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Jvm;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/** What idle connections take, each of another user. */
public final class MemoryScenario implements Scenario {
    private static final String PLAIN = "plain Javalin";
    private static final String EDGE = "edge";
    // What is made once, however many connections there are, is there after these.
    private static final int BEFORE = 200;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Clients clients = Clients.start("clients", run.dir(), Credentials.OWN)) {
            fleet.startBroker();
            for (int round = 0; round < run.rounds(5, 1); round++) {
                for (int count : counts(run)) {
                    run.say(String.format(Locale.ROOT, "%,d connections, round %d of %d", count, round + 1,
                            run.rounds(5, 1)));
                    String name = count + "-" + round;
                    try (Child plain = TunedServer.start("plain-" + name, run.dir())) {
                        measure(clients, plain, Server.plain(plain), PLAIN, count, figures);
                    }
                    Node edge = fleet.startEdge("edge-" + name);
                    measure(clients, edge.process(), Server.of(edge), EDGE, count, figures);
                    fleet.stop(edge);
                }
            }
        }
        return new Report(rows(run, figures), "", figures);
    }

    private static List<Integer> counts(Run run) {
        return switch (run.scale()) {
            case FULL -> List.of(8000, 16_000);
            case SHORT -> List.of(8000);
            case SMOKE -> List.of(200);
        };
    }

    // Each in a process of its own, so that none has memory left over from another.
    static void measure(Clients clients, Child process, Server server, String what, int count, Figures figures)
            throws IOException, InterruptedException {
        clients.connect(server, "c-#", BEFORE);
        clients.leave();
        long heap = Jvm.liveHeap(process.pid());
        long rss = process.usage().rssKib();
        clients.connect(server, "c-#", count);
        figures.add(what, "rss before a collection, " + count, (double) (process.usage().rssKib() - rss) / count);
        figures.add(what, "heap, " + count, (Jvm.liveHeap(process.pid()) - heap) / 1024.0 / count);
        figures.add(what, "rss, " + count, (double) (process.usage().rssKib() - rss) / count);
        figures.add(what, "rss without any, " + count, rss / 1024.0);
        clients.leave();
    }

    private static List<Row> rows(Run run, Figures figures) {
        List<Row> rows = new ArrayList<>();
        for (int count : counts(run)) {
            String connections = String.format(Locale.ROOT, "%,d connections: ", count);
            rows.add(row(figures, connections + "RSS of each, KiB", "rss, " + count, Target.atMost(20)));
            rows.add(row(figures, connections + "next to the plain server", "rss, " + count,
                    Target.ratioAtMost(1.15)));
            rows.add(row(figures, connections + "live heap of each, KiB", "heap, " + count,
                    Target.ratioAtMost(1.15)));
            rows.add(new Row(connections + "RSS of each before a collection, KiB",
                    figures.rounds(EDGE, "rss before a collection, " + count),
                    figures.rounds(PLAIN, "rss before a collection, " + count), null));
            rows.add(new Row(connections + "RSS without any, MiB", figures.rounds(EDGE, "rss without any, " + count),
                    figures.rounds(PLAIN, "rss without any, " + count), null));
        }
        return rows;
    }

    private static Row row(Figures figures, String measured, String what, Target target) {
        return new Row(measured, figures.rounds(EDGE, what), figures.rounds(PLAIN, what), target);
    }
}
