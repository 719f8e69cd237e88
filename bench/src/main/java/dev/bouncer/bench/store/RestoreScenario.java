package dev.bouncer.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Locale;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.floor.BareReader;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Jvm;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import dev.bouncer.contract.Topics;

/** How long an edge takes to be ready with many blocks in force, with and without its store on disk, and what it takes up. */
public final class RestoreScenario implements Scenario {
    private static final Duration END = Duration.ofMinutes(2);
    private static final String BARE = "bare consumer";
    // An edge collects after half a minute in which nothing else made it, and then gives back what it does not need.
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final double MIB = 1024;
    private static final Target SMALL = Target.atMost(600);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        List<Integer> sizes = switch (run.scale()) {
            case FULL -> List.of(1_000_000, 5_000_000, 7_000_000);
            case SHORT -> List.of(100_000, 1_000_000);
            case SMOKE -> List.of(1_000, 2_000);
        };
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            fleet.startBroker();
            int written = 0;
            for (int size : sizes) {
                run.say("writing " + blocks(size));
                BlocklistRecords.write(fleet.kafka(), written, size);
                written = size;
                for (int round = 0; round < run.rounds(3, 1); round++) {
                    run.say(blocks(size) + ", round " + (round + 1));
                    readBare(run.dir(), fleet.kafka(), size, figures);
                    restore(run, fleet, size, "edge-" + size + "-" + round, figures);
                }
            }
        }
        return new Report(rows(run.scale(), figures, sizes), "", figures);
    }

    private static void readBare(Path dir, String kafka, int size, Figures figures) throws IOException {
        long start = System.nanoTime();
        // Room for all of it: the collector is not what is measured.
        try (Child reader = Child.java("reader", dir, List.of("-Xmx6g", "-XX:+UseCompactObjectHeaders"),
                BareReader.class, kafka, new Topics("").blocklist())) {
            int read = Integer.parseInt(reader.awaitLine("read "));
            if (read != size) throw new IOException("expected " + size + " blocks on the topic, read " + read);
            figures.add(BARE, "cold " + size, seconds(start));
            figures.add(BARE, "rss " + size, reader.usage().rssKib() / MIB);
        }
    }

    private static void restore(Run run, Fleet fleet, int size, String name, Figures figures)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Node cold = fleet.startEdge(name);
        figures.add("edge", "cold " + size, seconds(start));
        figures.add("edge", "rss " + size, cold.process().usage().rssKib() / MIB);
        if (run.scale() == Scale.FULL) {
            Thread.sleep(IDLE);
            figures.add("edge", "idle rss " + size, cold.process().usage().rssKib() / MIB);
        }
        figures.add("edge", "heap " + size, Jvm.liveHeap(cold.process().pid()) / MIB / MIB);
        cold.process().end(END);
        fleet.stop(cold);
        start = System.nanoTime();
        Node warm = fleet.startEdge(name);
        figures.add("edge", "warm " + size, seconds(start));
        figures.add("edge", "warm rss " + size, warm.process().usage().rssKib() / MIB);
        warm.process().end(END);
        fleet.stop(warm);
        start = System.nanoTime();
        Node unrehearsed = fleet.startEdge(name, Map.of("BOUNCER_EDGE_REHEARSAL", "0"));
        figures.add("edge", "unrehearsed " + size, seconds(start));
        unrehearsed.process().end(END);
        fleet.stop(unrehearsed);
        Stores.delete(run.dir().resolve(name));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<Row> rows(Scale scale, Figures figures, List<Integer> sizes) {
        List<Row> rows = new ArrayList<>();
        for (int size : sizes) {
            String what = blocks(size) + ": ";
            rows.add(new Row(what + "cold start to ready, s", figures.rounds("edge", "cold " + size),
                    figures.rounds(BARE, "cold " + size), Target.ratioAtMost(1.5)));
            rows.add(new Row(what + "warm start to ready, s", figures.rounds("edge", "warm " + size),
                    Target.atMost(2)));
            rows.add(new Row(what + "warm start without rehearsal to ready, s",
                    figures.rounds("edge", "unrehearsed " + size), Target.atMost(2)));
            rows.add(new Row(what + "RSS after a cold start, MiB", figures.rounds("edge", "rss " + size),
                    figures.rounds(BARE, "rss " + size), SMALL));
            if (scale == Scale.FULL) {
                rows.add(new Row(what + "RSS a good minute after a cold start, MiB",
                        figures.rounds("edge", "idle rss " + size), figures.rounds(BARE, "rss " + size), SMALL));
            }
            rows.add(new Row(what + "RSS after a warm start, MiB", figures.rounds("edge", "warm rss " + size),
                    figures.rounds(BARE, "rss " + size), SMALL));
        }
        int least = sizes.getFirst();
        int most = sizes.getLast();
        rows.add(new Row("live heap with " + blocks(most) + ", MiB, to that with " + blocks(least),
                figures.rounds("edge", "heap " + most), figures.rounds("edge", "heap " + least),
                Target.ratioAtMost(1.1)));
        return rows;
    }

    private static String blocks(int size) {
        return String.format(Locale.ROOT, "%,d blocks", size);
    }
}
