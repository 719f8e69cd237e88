package dev.bouncer.bench.kick;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.bouncer.bench.AnyFleet;
import dev.bouncer.bench.Run;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;

/** The same where broker, API, moderation-streams and edges are processes of their own. */
public final class FleetScenario implements AnyFleet {
    private static final int OTHERS = 1000;
    private static final String CPU = "CPU of a command, broker and Bouncer, µs";

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        int rounds = run.rounds(5, 1);
        List<String> kinds = List.of("1 edge", "3 edges", "3 edges, 1,000 other commands/s");
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Load load = Load.start("load", run.dir(), Credentials.OWN);
                Load others = Load.start("others", run.dir(), Credentials.OWN)) {
            fleet.startBroker();
            Fleet.Trio started = fleet.startTrio("");
            Node api = started.api();
            List<Node> edges = new ArrayList<>(List.of(started.edge()));
            try (Floor floor = Floor.start(load, fleet.kafka(), Floor.TOPIC, run.dir())) {
                Kicking kicking = new Kicking(run, figures, load, Optional.of(floor));
                Site one = Site.of(api, edges);
                kicking.warmUpFloor();
                kicking.warmUp(one);
                for (int round = 0; round < rounds; round++) {
                    kicking.measureFloor(round);
                    kicking.measure(kinds.get(0), one, round);
                }
                edges.add(fleet.startEdge("edge-2"));
                edges.add(fleet.startEdge("edge-3"));
                Site three = Site.of(api, edges);
                kicking.warmUp(three);
                for (int round = 0; round < rounds; round++) {
                    kicking.measure(kinds.get(1), three, round);
                }
                for (int round = 0; round < rounds; round++) {
                    long before = fleet.cpuMillis();
                    amongOthers(run, kicking, others, kinds.get(2), three, round);
                    figures.add(kinds.get(2), CPU,
                            1e3 * (fleet.cpuMillis() - before) / (others(run, kicking) + kicking.commands()));
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        kinds.forEach(kind -> rows.addAll(Kicking.rows(figures, kind)));
        rows.add(new Row(kinds.get(2) + ": " + CPU, figures.rounds(kinds.get(2), CPU), null));
        return new Report(rows, "", figures);
    }

    /** Kicks while many others are blocked, too. */
    static void amongOthers(Run run, Kicking kicking, Load others, String what, Site site, int round)
            throws IOException {
        others.beginBlocking(kicking.newUsers(), site, OTHERS, others(run, kicking));
        kicking.measure(what, site, round);
        others.awaitBlocked();
    }

    // More than it takes to connect everybody.
    private static int others(Run run, Kicking kicking) {
        return OTHERS * (run.scale().of(15, 4, 2) + kicking.commands() / Kicking.RATE);
    }

    @Override
    public Report run(Run run, Existing existing) throws IOException, InterruptedException {
        return ExistingKicks.run(run, existing, true);
    }
}
