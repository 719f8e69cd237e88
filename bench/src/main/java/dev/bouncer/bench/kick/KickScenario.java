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

/** From the HTTP request to the close frame, where everything is in one process. */
public final class KickScenario implements Scenario {
    private static final String UP = "one process";

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        Kicking kicking = new Kicking(run, figures);
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir()); Load load = Load.start("load", run.dir())) {
            Node up = fleet.startUp("up");
            try (Floor floor = Floor.start(load, fleet.kafka(), run.dir())) {
                kicking.warmUp(floor, load, up.api(), List.of(up.edge()));
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measureFloor(floor, round);
                    kicking.measure(UP, load, up.api(), List.of(up.edge()), round);
                }
            }
        }
        return new Report(new ArrayList<>(Kicking.rows(figures, UP)), "", figures);
    }
}
