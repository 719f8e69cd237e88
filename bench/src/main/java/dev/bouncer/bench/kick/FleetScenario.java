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

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
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
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measureFloor(round);
                    kicking.measure(kinds.get(0), one, round);
                }
                edges.add(fleet.startEdge("edge-2"));
                edges.add(fleet.startEdge("edge-3"));
                Site three = Site.of(api, edges);
                kicking.warmUp(three);
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measure(kinds.get(1), three, round);
                }
                for (int round = 0; round < run.rounds(); round++) {
                    amongOthers(run, kicking, others, kinds.get(2), three, round);
                }
            }
        }
        List<Row> rows = kinds.stream().flatMap(kind -> Kicking.rows(figures, kind).stream()).toList();
        return new Report(rows, "", figures);
    }

    /** Kicks while many others are blocked, too. */
    static void amongOthers(Run run, Kicking kicking, Load others, String what, Site site, int round)
            throws IOException {
        // More than it takes to connect everybody.
        others.beginBlocking(kicking.newUsers(), site, OTHERS,
                OTHERS * (run.scale().of(15, 4, 2) + kicking.commands() / Kicking.RATE));
        kicking.measure(what, site, round);
        others.awaitBlocked();
    }

    @Override
    public Report run(Run run, Existing existing) throws IOException, InterruptedException {
        return ExistingKicks.run(run, existing, true);
    }
}
