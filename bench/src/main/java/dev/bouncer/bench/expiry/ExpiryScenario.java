package dev.bouncer.bench.expiry;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Blocks;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/**
 * Very many blocks end in the same second: how long it takes until moderation-streams has cleared them away, and how long a
 * kick takes meanwhile, next to the same kicks before.
 */
public final class ExpiryScenario implements Scenario {
    private static final String MEANWHILE = "meanwhile";
    private static final String BEFORE = "before";
    private static final String STREAMS = "moderation-streams";
    /** Commands a second. */
    private static final int RATE = 50;
    private static final int WARM_UP_RATE = 400;
    /** As fast as moderation-streams takes up blocks on two cores, roughly; half of it where a second try would take minutes. */
    private static final int PER_SECOND = 8_000;
    private static final int PER_SECOND_OF_MANY = 4_000;
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        int blocks = run.scale().of(1_000_000, 25_000, 1_000);
        Figures figures = new Figures();
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir());
                Child load = Child.java("load", run.dir(), LoadGenerator.class)) {
            load.awaitLine("ready");
            fleet.startBroker();
            // Commands are waited for below, so none that is late can be told apart from an expiry.
            Fleet.Trio started = fleet.startTrio("expiry-grace: 1s");
            Expiry expiry = new Expiry(run, fleet, started, load, figures);
            run.say("warming up");
            int warm = run.scale().of(4_000, 1_000, 50);
            expiry.kick("warm", WARM_UP_RATE, warm);
            for (int round = 0; round < run.rounds(2, 1); round++) {
                expiry.measure(round, blocks);
            }
        }
        return new Report(rows(figures, blocks), "", figures);
    }

    /** Blocks of users whose names begin so. */
    private record Ending(String prefix, Instant at) {}

    private record Expiry(Run run, Fleet fleet, Fleet.Trio trio, Child load, Figures figures) {
        void measure(int round, int blocks) throws IOException, InterruptedException {
            String number = " of round " + (round + 1);
            int commands = run.scale().of(1_000, 200, 50);
            run.say("kicks before" + number);
            add(BEFORE, kick("before" + round, RATE, commands));
            Ending ending = write(round, blocks,
                    LEAST.plusSeconds(blocks / (run.scale() == Scale.FULL ? PER_SECOND_OF_MANY : PER_SECOND)));
            addMemory("in force, MiB");
            CompletableFuture<List<Long>> cleared = Tombstones.await(fleet.kafka(), ending.prefix(), blocks, PATIENCE);
            long ends = System.nanoTime() + Duration.between(Instant.now(), ending.at()).toNanos();
            // Not before: an edge lets go whoever is silent for as long as a million take.
            Thread.sleep(Math.max(0, (ends - System.nanoTime()) / 1_000_000 - TO_CONNECT.toMillis()));
            connect("meanwhile" + round, commands);
            run.say("kicks while they are cleared away" + number);
            // Clearing begins a second after their end, and is slow enough for the kicks to fall into it.
            Thread.sleep(Math.max(0, (ends - System.nanoTime()) / 1_000_000 + 1_000));
            add(MEANWHILE, kick(RATE, commands));
            try {
                List<Long> times = cleared.get();
                figures.add(MEANWHILE, "to clear, s", (times.getLast() - ends) / 1e9);
                figures.add(MEANWHILE, "cleared/s", blocks / ((times.getLast() - times.getFirst()) / 1e9));
                addMemory("cleared away, MiB");
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }

        // What has ended before it was taken up never was in force: on a busy machine it takes a second try.
        private Ending write(int round, int blocks, Duration inForce) throws IOException, InterruptedException {
            run.say(blocks + " blocks for " + inForce);
            Instant end = Instant.now().plus(inForce);
            String prefix = "expiring-" + round + '-' + inForce.toSeconds();
            Blocks.write(fleet.kafka(), prefix, blocks, end);
            Blocks.awaitApplied(fleet.kafka(), PATIENCE);
            if (Instant.now().isBefore(end)) return new Ending(prefix, end);
            if (inForce.compareTo(PATIENCE) > 0)
                throw new IOException(blocks + " blocks were not taken up within " + inForce);
            return write(round, blocks, inForce.multipliedBy(2));
        }

        private void addMemory(String when) throws IOException {
            figures.add(STREAMS, when, trio.streams().process().usage().rssKib() / 1024.0);
        }

        private void add(String what, List<Double> took) {
            figures.add(what, "p50", took.get(0));
            figures.add(what, "p99", took.get(1));
            figures.add(what, "max", took.get(2));
        }

        List<Double> kick(String prefix, int rate, int count) throws IOException {
            connect(prefix, count);
            return kick(rate, count);
        }

        private void connect(String prefix, int count) throws IOException {
            load.order(
                    "users " + prefix + ' ' + trio.edge().edge() + " /v1/apps/" + Fleet.APP + "/connect?token={token} "
                            + count);
        }

        private List<Double> kick(int rate, int count) throws IOException {
            String took = load.order("kick " + trio.api().api() + " PUT /v1/apps/" + Fleet.APP + "/blocks/user/{user}"
                    + " {\"for\":\"1h\",\"reason\":\"spam\",\"message\":\"blocked\"} " + rate + " 0 "
                    + count);
            return List.of(took.split(" ", -1)).stream().map(Double::valueOf).toList();
        }
    }

    private static List<Row> rows(Figures figures, int blocks) {
        String what = String.format(Locale.ROOT, "%,d blocks", blocks);
        return List.of(
                new Row("kick p50 meanwhile, µs", figures.rounds(MEANWHILE, "p50"), figures.rounds(BEFORE, "p50"),
                        null),
                new Row("kick p99 meanwhile, µs", figures.rounds(MEANWHILE, "p99"), figures.rounds(BEFORE, "p99"),
                        Target.ratioAtMost(2)),
                new Row("longest kick meanwhile, µs", figures.rounds(MEANWHILE, "max"), figures.rounds(BEFORE, "max"),
                        null),
                new Row(what + ": from their end until they are cleared away, s",
                        figures.rounds(MEANWHILE, "to clear, s"), null),
                new Row("cleared away/s", figures.rounds(MEANWHILE, "cleared/s"), null),
                new Row(what + " in force: RSS of moderation-streams, MiB", figures.rounds(STREAMS, "in force, MiB"),
                        null),
                new Row("RSS of moderation-streams once they are cleared away, MiB",
                        figures.rounds(STREAMS, "cleared away, MiB"), null));
    }
}
