package dev.bouncer.bench.kick;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.floor.BareTopic;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;

/** Users of a fleet that was there before are kicked out. Without its broker there is no floor to compare with. */
final class ExistingKicks {
    private static final String WITHOUT = " (no baseline without --kafka)";

    private ExistingKicks() {}

    /** @param busy once more with many other commands */
    static Report run(Run run, Existing existing, boolean busy) throws IOException, InterruptedException {
        Figures figures = new Figures();
        // The floor's clients have nothing to do with the fleet.
        try (Load load = Load.start("load", run.dir(), existing.site().credentials());
                Load others = Load.start("others", run.dir(), existing.site().credentials());
                Load plain = Load.start("plain-load", run.dir(), Credentials.OWN)) {
            if (existing.kafka().isEmpty())
                return run(run, existing.site(), busy, figures, load, others, Optional.empty());
            String kafka = existing.kafka().get();
            // Somebody else may measure there, too.
            String topic = Floor.TOPIC + '-' + UUID.randomUUID();
            try (Floor floor = Floor.start(plain, kafka, topic, run.dir())) {
                return run(run, existing.site(), busy, figures, load, others, Optional.of(floor));
            } finally {
                BareTopic.delete(kafka, topic);
            }
        }
    }

    private static Report run(Run run, Site site, boolean busy, Figures figures, Load load, Load others,
            Optional<Floor> floor) throws IOException {
        String without = floor.isEmpty() ? WITHOUT : "";
        String quiet = "existing fleet" + without;
        String loud = "existing fleet, 1,000 other commands/s" + without;
        Kicking kicking = new Kicking(run, figures, load, floor);
        kicking.warmUpFloor();
        kicking.warmUp(site);
        for (int round = 0; round < run.rounds(); round++) {
            kicking.measureFloor(round);
            kicking.measure(quiet, site, round);
            if (busy) FleetScenario.amongOthers(run, kicking, others, loud, site, round);
        }
        List<Row> rows = new ArrayList<>(Kicking.rows(figures, quiet));
        if (busy) rows.addAll(Kicking.rows(figures, loud));
        return new Report(rows, "", figures);
    }
}
