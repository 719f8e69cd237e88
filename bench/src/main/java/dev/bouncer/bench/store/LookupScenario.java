package dev.bouncer.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** How long it takes an edge to find that a user is not blocked, with very many blocks in force. */
public final class LookupScenario implements Scenario {
    private static final String VIEW = "view";
    private static final String ROCKS_DB = "rocksDb";
    private static final String MAP = "hashMap";

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        int blocks = run.scale().of(7_000_000, 100_000, 1_000);
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            fleet.startBroker();
            run.say("writing blocks");
            BlocklistRecords.write(fleet.kafka(), 0, blocks);
            Path store = run.dir().resolve("store");
            for (int round = 0; round < run.rounds(5, 1); round++) {
                for (String what : List.of(VIEW, ROCKS_DB, MAP)) {
                    run.say(what + ", round " + (round + 1) + " of " + run.rounds(5, 1));
                    measure(run, what, fleet.kafka(), store, blocks, figures);
                }
            }
            Stores.delete(store);
        }
        String with = String.format(Locale.ROOT, " of a lookup that misses, %,d blocks, ns", blocks);
        return new Report(List.of(
                new Row("p50" + with, figures.rounds(VIEW, "p50"), figures.rounds(MAP, "p50"), Target.atMost(1_000)),
                new Row("p99" + with, figures.rounds(VIEW, "p99"), figures.rounds(MAP, "p99"), null),
                new Row("p50, only RocksDB's own" + with, figures.rounds(ROCKS_DB, "p50"), figures.rounds(MAP, "p50"),
                        null)),
                "", figures);
    }

    private static void measure(Run run, String what, String kafka, Path store, int blocks, Figures figures)
            throws IOException {
        List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders",
                // Room for the map; an edge needs no more than others.
                what.equals(MAP) ? "-Xmx4g" : "-Xmx512m", "-D" + LookupBenchmark.KAFKA + '=' + kafka,
                "-D" + LookupBenchmark.DIR + '=' + store, "-D" + LookupBenchmark.BLOCKS + '=' + blocks));
        TimeValue time = TimeValue.milliseconds(run.scale().of(2_000, 500, 50));
        try {
            Statistics took = new Runner(
                    // In the warm-up an edge also learns which keys there are, which takes it some seconds with millions.
                    new OptionsBuilder().include(LookupBenchmark.class.getName() + "\\." + what + '$')
                            .forks(1).jvmArgs(options.toArray(String[]::new)).warmupIterations(run.scale().of(10, 3, 1))
                            .warmupTime(time).measurementIterations(run.scale().of(3, 2, 1)).measurementTime(time)
                            .shouldFailOnError(true).verbosity(VerboseMode.NORMAL)
                            .output(run.dir().resolve("jmh-" + what + ".log").toString()).build())
                    .runSingle()
                    .getPrimaryResult().getStatistics();
            figures.add(what, "p50", took.getPercentile(50));
            figures.add(what, "p99", took.getPercentile(99));
        } catch (RunnerException e) {
            throw new IOException("JMH could not measure " + what, e);
        }
    }
}
