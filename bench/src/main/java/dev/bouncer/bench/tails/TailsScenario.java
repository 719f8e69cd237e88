package dev.bouncer.bench.tails;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.floor.BareProducer;
import dev.bouncer.bench.floor.BareTopic;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Usage;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;

/** What the broker pays for each edge that follows the commands, and how late the last of them hears. */
public final class TailsScenario implements Scenario {
    private static final String TOPIC = "bench.tails";
    private static final String ONE = "1 tail";
    // As long as the record of a block.
    private static final int RECORD = 300;
    // Seldom enough for each command to wake every tail by itself; often enough for them to come in batches.
    private static final List<Integer> RATES = List.of(20, 500);

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        List<Integer> sizes = run.scale().of(List.of(1, 50, 200), List.of(1, 200), List.of(1, 4));
        int seconds = run.scale().of(10, 3, 1);
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            Child broker = fleet.startBroker();
            BareTopic.create(fleet.kafka(), TOPIC);
            try (Child producer = Child.java("producer", run.dir(), BareProducer.class, fleet.kafka(), TOPIC)) {
                producer.awaitLine("connected");
                for (int tails : sizes) {
                    run.say(name(tails));
                    try (Child process = Child.java("tails-" + tails, run.dir(), Tails.class, fleet.kafka(), TOPIC,
                            Integer.toString(tails))) {
                        process.awaitLine("tailing");
                        for (int rate : RATES) {
                            measure(producer, process, rate, rate);
                        }
                        for (int round = 0; round < run.rounds(5, 1); round++) {
                            double idle = cpu(broker, () -> TimeUnit.SECONDS.sleep(seconds));
                            figures.add(name(tails), "idle", 1000 * idle / seconds / tails);
                            for (int rate : RATES) {
                                double busy = cpu(broker, () -> add(figures, tails, rate,
                                        measure(producer, process, rate, rate * seconds)));
                                figures.add(name(tails), "busy " + rate,
                                        1000 * (busy - idle) / (rate * seconds) / tails);
                            }
                        }
                    }
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int tails : sizes) {
            rows.add(row(figures, tails, "broker's CPU per second and idle tail, µs", "idle"));
            for (int rate : RATES) {
                String at = ", " + rate + " commands/s: ";
                rows.add(row(figures, tails, at + "p50, µs", "p50 " + rate));
                rows.add(row(figures, tails, at + "p99, µs", "p99 " + rate));
                rows.add(row(figures, tails, at + "broker's CPU per command and tail, µs", "busy " + rate));
            }
        }
        return new Report(rows, "", figures);
    }

    private static String name(int tails) {
        return tails == 1 ? ONE : tails + " tails";
    }

    private static Row row(Figures figures, int tails, String measured, String what) {
        return new Row(name(tails) + (measured.startsWith(",") ? "" : ": ") + measured,
                figures.rounds(name(tails), what),
                tails == 1 ? List.of() : figures.rounds(ONE, what), null);
    }

    private static void add(Figures figures, int tails, int rate, String line) {
        String[] took = line.split(" ", -1);
        figures.add(name(tails), "p50 " + rate, Double.parseDouble(took[0]));
        figures.add(name(tails), "p99 " + rate, Double.parseDouble(took[1]));
    }

    private static String measure(Child producer, Child tails, int rate, int commands) throws IOException {
        tails.tell(Integer.toString(commands));
        producer.ask(commands + " " + rate + ' ' + RECORD);
        return tails.answer("records");
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    // In milliseconds.
    private static double cpu(Child process, Work work) throws IOException, InterruptedException {
        Usage before = process.usage();
        work.run();
        return process.usage().cpuMillis() - before.cpuMillis();
    }
}
