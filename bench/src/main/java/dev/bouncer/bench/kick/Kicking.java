package dev.bouncer.bench.kick;

import java.io.IOException;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/** What the scenarios that kick users out have in common: how many, how fast, and what is aimed at. */
record Kicking(Run run, Figures figures) {
    /** Commands a second. */
    static final int RATE = 50;

    private static final int WARM_UP_RATE = 200;

    private int users() {
        return run.scale().of(2000, 500, 100);
    }

    int commands() {
        return run.scale().of(1000, 300, 50);
    }

    /** So that no code is cold, as it is not in a process that has been up for a while. */
    void warmUp(Floor floor, Load load, int api, List<Integer> edges) throws IOException {
        run.say("warming up");
        int count = run.scale().of(4000, 2000, 50);
        // Who has been blocked once cannot come back for a second time.
        String prefix = "warm-" + edges.size();
        floor.measure(new Figures(), prefix, count, WARM_UP_RATE, count);
        load.connect(prefix, edges, count);
        load.block(api, WARM_UP_RATE, 0, count);
    }

    void measureFloor(Floor floor, int round) throws IOException {
        run.say("floor, round " + (round + 1) + " of " + run.rounds());
        floor.measure(figures, "plain" + round, users(), RATE, commands());
    }

    void measure(String what, Load load, int api, List<Integer> edges, int round) throws IOException {
        run.say(what + ", round " + (round + 1) + " of " + run.rounds());
        load.connect(what.replace(' ', '-') + round, edges, users());
        List<Percentiles> took = load.block(api, RATE, 0, commands());
        figures.add(what, "p50", took.getFirst().p50());
        figures.add(what, "p99", took.getFirst().p99());
        figures.add(what, "max", took.getFirst().max());
        figures.add(what, "answer p50", took.getLast().p50());
        figures.add(what, "answer p99", took.getLast().p99());
    }

    static List<Row> rows(Figures figures, String what) {
        return List.of(
                new Row(what + ": p50, µs", figures.rounds(what, "p50"), figures.rounds(Floor.BOTH, "p50"),
                        Target.ratioAtMost(1.25)),
                new Row(what + ": p99, µs", figures.rounds(what, "p99"), figures.rounds(Floor.BOTH, "p99"),
                        Target.ratioAtMost(1.5)),
                new Row(what + ": longest, µs", figures.rounds(what, "max"), figures.rounds(Floor.BOTH, "max"), null),
                new Row(what + ": answer p50, µs", figures.rounds(what, "answer p50"), null),
                new Row(what + ": answer p99, µs", figures.rounds(what, "answer p99"), null));
    }
}
