package dev.bouncer.bench.batch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Blocks;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/** Many commands in one request, streamed: how fast they are acknowledged, and how far behind that the edge is. */
public final class BurstScenario implements Scenario {
    private static final String BOUNCER = "bouncer";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    // Evenly among the lines, the last one's among them.
    private static final int CONNECTED = 200;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        int commands = run.scale().of(100_000, 20_000, 2_000);
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            fleet.startBroker();
            Fleet.Trio started = fleet.startTrio("");
            try (BareProducing bare = BareProducing.start(fleet.kafka(), run.dir());
                    Child load = Child.java("load", run.dir(), LoadGenerator.class)) {
                load.awaitLine("ready");
                Burst burst = new Burst(fleet, started.api(), started.edge(), bare, load, commands);
                run.say("warming up");
                for (int i = 0; i < run.scale().of(4, 2, 1); i++) {
                    burst.measure("warm" + i, new Figures());
                }
                for (int round = 0; round < run.rounds(5, 1); round++) {
                    run.say("round " + (round + 1) + " of " + run.rounds(5, 1));
                    burst.measure("burst" + round, figures);
                }
            }
        }
        return new Report(rows(figures), "", figures);
    }

    private record Burst(Fleet fleet, Node api, Node edge, BareProducing bare, Child load, int commands) {
        void measure(String prefix, Figures figures) throws IOException, InterruptedException {
            load.order("users " + prefix + ' ' + edge.edge() + " /v1/apps/" + Fleet.APP + "/connect?token={token} "
                    + CONNECTED);
            String[] took = load.order("burst " + api.api() + " /v1/apps/" + Fleet.APP + "/commands " + commands)
                    .split(" ", -1);
            Blocks.awaitApplied(fleet.kafka(), PATIENCE);
            int taken = bare.take();
            if (taken != commands) throw new IOException("expected " + commands + " on the log, found " + taken);
            double alone = bare.send();
            double acknowledged = Double.parseDouble(took[0]) / 1e6;
            double enforced = Double.parseDouble(took[1]) / 1e6;
            figures.add(BOUNCER, "acknowledged/s", commands / acknowledged);
            figures.add(BOUNCER, "enforced/s", commands / Math.max(acknowledged, enforced));
            figures.add(BOUNCER, "last enforcement, ms", enforced * 1e3);
            figures.add(BOUNCER, "behind, ms", Double.parseDouble(took[2]) / 1e3);
            figures.add(BareProducing.NAME, "acknowledged/s", commands / alone);
        }
    }

    private static List<Row> rows(Figures figures) {
        List<Double> bare = figures.rounds(BareProducing.NAME, "acknowledged/s");
        return List.of(
                new Row("acknowledged/s", figures.rounds(BOUNCER, "acknowledged/s"), bare, Target.ratioAtLeast(0.6)),
                new Row("acknowledged and enforced/s", figures.rounds(BOUNCER, "enforced/s"), bare,
                        Target.ratioAtLeast(0.6)),
                new Row("from the first byte to the last enforcement, ms",
                        figures.rounds(BOUNCER, "last enforcement, ms"), null),
                new Row("longest from a result line to its close frame, ms", figures.rounds(BOUNCER, "behind, ms"),
                        Target.atMost(1000)));
    }
}
