package dev.bouncer.bench.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import dev.bouncer.bench.AnyFleet;
import dev.bouncer.bench.Run;
import dev.bouncer.bench.edge.Clients.Closed;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.floor.TunedServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import org.jspecify.annotations.Nullable;

/** One user with thousands of sessions is blocked: when they are closed, and what that does to a kick of somebody else. */
public final class MassScenario implements AnyFleet {
    private static final String UP = "one process";
    private static final String PLAIN = "plain Javalin";
    private static final String ALONE = "another's kick";
    private static final String MEANWHILE = "another's kick meanwhile";
    private static final int FEW = 2000;
    private static final int MANY = 10_000;

    // Others are kicked for so long that the mass falls into it, and at a rate at which many are while it lasts.
    private static final int OTHERS = 100;
    private static final int RATE = 500;
    private static final long HEAD_START_NANOS = 60_000_000;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        try (Fleet fleet = new Fleet(run.bouncer(), run.dir())) {
            Node up = fleet.startUp("up");
            return run(run, Site.of(up, List.of(up)));
        }
    }

    @Override
    public Report run(Run run, Existing existing) throws IOException {
        return run(run, existing.site());
    }

    private static Report run(Run run, Site site) throws IOException {
        Figures figures = new Figures();
        try (Clients mass = Clients.start("mass", run.dir(), site.credentials());
                Clients others = Clients.start("others", run.dir(), site.credentials());
                Child process = TunedServer.start("plain", run.dir())) {
            Mass at = new Mass(run, mass, others, site, Server.plain(process),
                    "bench-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + '-');
            run.say("warming up");
            for (int i = 0; i < run.scale().of(8, 3, 1); i++) {
                at.measure(new Figures(), "warm" + i, few(run));
                at.meanwhile("warm-other" + i, 1, new Figures());
            }
            for (int round = 0; round < run.rounds(5, 1); round++) {
                run.say("round " + (round + 1) + " of " + run.rounds(5, 1));
                at.measure(figures, "few" + round, few(run));
                if (many(run) > 0) at.measure(figures, "many" + round, many(run));
                // As often in one round as it takes for the slowest of so few to say something.
                at.meanwhile("other" + round, run.scale().of(5, 3, 1), figures);
            }
        }
        return new Report(rows(run, figures), "", figures);
    }

    private static int few(Run run) {
        return run.scale().of(FEW, FEW, 100);
    }

    private static int many(Run run) {
        return run.scale().of(MANY, 0, 0);
    }

    /**
    * Who is measured.
    *
    * @param users what their names begin with: who has been blocked once cannot come back
    */
    private record Mass(Run run, Clients mass, Clients others, Site site, Server plain, String users) {
        void measure(Figures figures, String name, int count) throws IOException {
            String user = users + name;
            mass.connect(plain, user, count);
            add(figures, PLAIN, count, mass.kick(plain, user));
            mass.connect(Server.of(site), user, count);
            add(figures, UP, count, mass.block(site, user));
        }

        void meanwhile(String name, int times, Figures figures) throws IOException {
            String prefix = users + name;
            List<Double> alone = new ArrayList<>();
            List<Double> meanwhile = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                others.connectEach(site, prefix + "-a" + i, OTHERS);
                others.beginBlocking(site, RATE, OTHERS);
                alone.add(others.awaitBlocked().p99());
                String user = prefix + "-mass" + i;
                mass.connect(Server.of(site), user, few(run));
                others.connectEach(site, prefix + "-m" + i, OTHERS);
                others.beginBlocking(site, RATE, OTHERS);
                LockSupport.parkNanos(HEAD_START_NANOS);
                mass.block(site, user);
                meanwhile.add(others.awaitBlocked().p99());
            }
            figures.add(ALONE, "p99", Figures.median(alone).orElseThrow());
            figures.add(MEANWHILE, "p99", Figures.median(meanwhile).orElseThrow());
        }

        private static void add(Figures figures, String candidate, int count, Closed took) {
            figures.add(candidate, "first of " + count, took.first());
            figures.add(candidate, "median of " + count, took.median());
            figures.add(candidate, "last of " + count, took.last());
        }
    }

    private static List<Row> rows(Run run, Figures figures) {
        List<Row> rows = new ArrayList<>(rows(figures, few(run), Target.atMost(60)));
        if (many(run) > 0) rows.addAll(rows(figures, many(run), null));
        rows.add(new Row(MEANWHILE + ": p99, ms", figures.rounds(MEANWHILE, "p99"), figures.rounds(ALONE, "p99"),
                Target.ratioAtMost(3)));
        return rows;
    }

    private static List<Row> rows(Figures figures, int count, @Nullable Target last) {
        String sessions = String.format(Locale.ROOT, "%,d sessions: ", count);
        return List.of(row(figures, sessions, "first", count, null), row(figures, sessions, "median", count, null),
                row(figures, sessions, "last", count, last));
    }

    private static Row row(Figures figures, String sessions, String which, int count,
            @Nullable Target target) {
        String what = which + " of " + count;
        return new Row(sessions + which + " close frame, ms", figures.rounds(UP, what), figures.rounds(PLAIN, what),
                target);
    }
}
