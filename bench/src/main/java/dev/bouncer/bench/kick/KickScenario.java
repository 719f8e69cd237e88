package dev.bouncer.bench.kick;

import java.io.IOException;
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

/** From the HTTP request to the close frame, where everything is in one process. */
public final class KickScenario implements AnyFleet {
    private static final String UP = "one process";

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Load load = Load.start("load", run.dir(), Credentials.OWN)) {
            Node up = fleet.startUp("up");
            Site site = Site.of(up, List.of(up));
            try (Floor floor = Floor.start(load, fleet.kafka(), Floor.TOPIC, run.dir())) {
                Kicking kicking = new Kicking(run, figures, load, Optional.of(floor));
                kicking.warmUpFloor();
                kicking.warmUp(site);
                for (int round = 0; round < run.rounds(); round++) {
                    kicking.measureFloor(round);
                    kicking.measure(UP, site, round);
                }
            }
        }
        return new Report(Kicking.rows(figures, UP), "", figures);
    }

    @Override
    public Report run(Run run, Existing existing) throws IOException, InterruptedException {
        return ExistingKicks.run(run, existing, false);
    }
}
