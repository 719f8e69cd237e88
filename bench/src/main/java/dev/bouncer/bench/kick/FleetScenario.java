package dev.bouncer.bench.kick;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;

/** The same where broker, API, moderation-streams and edges are processes of their own. */
public final class FleetScenario implements Scenario {
    private static final int OTHERS = 1000;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        Kicking kicking = new Kicking(run, figures);
        List<String> kinds = List.of("1 edge", "3 edges", "3 edges, 1,000 other commands/s");
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Load load = Load.start("load", run.dir());
                Load others = Load.start("others", run.dir())) {
            fleet.startBroker();
            fleet.startStreams("streams");
            Node api = fleet.startApi("api");
            List<Integer> edges = new ArrayList<>(List.of(fleet.startEdge("edge-1").edge()));
            try (Floor floor = Floor.start(load, fleet.kafka(), run.dir())) {
                kicking.warmUp(floor, load, api.api(), edges);
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measureFloor(floor, round);
                    kicking.measure(kinds.get(0), load, api.api(), edges, round);
                }
                edges.add(fleet.startEdge("edge-2").edge());
                edges.add(fleet.startEdge("edge-3").edge());
                kicking.warmUp(floor, load, api.api(), edges);
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measure(kinds.get(1), load, api.api(), edges, round);
                }
                for (int round = 0; round < run.rounds(); round++) {
                    // More than it takes to connect everybody.
                    others.beginBlocking("other" + round, api.api(), OTHERS,
                            OTHERS * (run.scale().of(15, 5, 2) + kicking.commands() / Kicking.RATE));
                    kicking.measure(kinds.get(2), load, api.api(), edges, round);
                    others.awaitBlocked();
                }
            }
        }
        List<Row> rows = kinds.stream().flatMap(kind -> Kicking.rows(figures, kind).stream()).toList();
        return new Report(rows, "", figures);
    }
}
