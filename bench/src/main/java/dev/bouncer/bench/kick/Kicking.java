package dev.bouncer.bench.kick;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;

/**
 * What the scenarios that kick users out have in common: how many, how fast, and what is aimed at. Who has been blocked once
 * cannot come back, so every round has users of its own.
 */
final class Kicking {
    /** Commands a second. */
    static final int RATE = 50;

    private static final int WARM_UP_RATE = 400;

    private final Run run;
    private final Figures figures;
    private final Load load;
    private final Optional<Floor> floor;
    private final String users = "bench-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + '-';
    private int crowds;

    /** @param floor empty: there is nothing to compare with */
    Kicking(Run run, Figures figures, Load load, Optional<Floor> floor) {
        this.run = run;
        this.figures = figures;
        this.load = load;
        this.floor = floor;
    }

    /** Names that nobody has had, for users who are numbered. */
    String newUsers() {
        return users + ++crowds;
    }

    private int users() {
        return run.scale().of(2000, 500, 100);
    }

    int commands() {
        return run.scale().of(1000, 200, 50);
    }

    /** So that no code is cold, as it is not in a process that has been up for a while. */
    void warmUpFloor() throws IOException {
        if (floor.isEmpty()) return;
        run.say("warming up the floor");
        floor.get().warmUp(newUsers(), WARM_UP_RATE, warmUps());
    }

    void warmUp(Site site) throws IOException {
        run.say("warming up");
        String crowd = newUsers();
        load.connect(crowd, site, warmUps());
        load.block(site, WARM_UP_RATE, warmUps());
    }

    private int warmUps() {
        return run.scale().of(4000, 1000, 50);
    }

    void measureFloor(int round) throws IOException {
        if (floor.isEmpty()) return;
        run.say("floor, round " + (round + 1));
        floor.get().measure(figures, newUsers(), users(), RATE, commands());
    }

    void measure(String what, Site site, int round) throws IOException {
        run.say(what + ", round " + (round + 1));
        load.connect(newUsers(), site, users());
        List<Percentiles> took = load.block(site, RATE, commands());
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
