package dev.bouncer.bench.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Blocks;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;

/** {@code bouncer import} of a real month, from the start of the command to its end. */
public final class ImportScenario implements Scenario {
    private static final String BOUNCER = "bouncer";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        Optional<Path> found = BlockLog.find(run.bouncer().home());
        if (found.isEmpty())
            return new Report(List.of(),
                    "\nSkipped: " + BlockLog.NAME + " is not here; " + BlockLog.VARIABLE + " says where it is.\n",
                    figures);
        Path log = BlockLog.head(found.get(), run.scale().of(Integer.MAX_VALUE, 15_000, 5_000), run.dir());
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            fleet.startBroker();
            fleet.startStreams("streams");
            Node api = fleet.startApi("api");
            try (BareProducing bare = BareProducing.start(fleet.kafka(), run.dir())) {
                if (run.scale() != Scale.SMOKE) {
                    run.say("warming up");
                    measure(run, fleet, api, log, bare, new Figures());
                }
                for (int round = 0; round < run.rounds(5, 1); round++) {
                    run.say("round " + (round + 1) + " of " + run.rounds(5, 1));
                    measure(run, fleet, api, log, bare, figures);
                }
            }
        }
        return new Report(List.of(new Row("commands/s", figures.rounds(BOUNCER, "commands/s"),
                figures.rounds(BareProducing.NAME, "commands/s"), null)), "", figures);
    }

    private static void measure(Run run, Fleet fleet, Node api, Path log, BareProducing bare, Figures figures)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        // Without --shift-to-now, which would read the file twice. Most of the blocks have ended by now: it makes no
        // difference to those who are measured here.
        try (Child imported = run.bouncer().start("import", run.dir(), "import", log.toString(), "--format",
                "mediawiki-block-log", "--keep-going", "--api", "http://127.0.0.1:" + api.api(), "--key", Fleet.KEY,
                "--app", Fleet.APP)) {
            int accepted = Integer.parseInt(imported.awaitLine("accepted: "));
            imported.awaitEnd();
            double took = (System.nanoTime() - start) / 1e9;
            Blocks.awaitApplied(fleet.kafka(), PATIENCE);
            int taken = bare.take();
            if (taken != accepted) throw new IOException("expected " + accepted + " on the log, found " + taken);
            figures.add(BOUNCER, "commands/s", accepted / took);
            figures.add(BareProducing.NAME, "commands/s", taken / bare.send());
        }
    }
}
