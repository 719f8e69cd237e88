package dev.bouncer.bench.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.Scenario;
import dev.bouncer.bench.report.Figures;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.report.Row;
import dev.bouncer.bench.report.Target;
import org.jspecify.annotations.Nullable;

/** From the start of {@code ./bouncer COMMAND} to its ready line, with the AOT cache and without, in turns. */
public final class StartScenario implements Scenario {
    private static final String FRESH = "up, fresh folder";
    private static final String AGAIN = "up, again";
    private static final List<String> FLEET = List.of("streams", "api", "edge");
    private static final double TARGET_SECONDS = 3;

    @Override
    public Report run(Run run) throws IOException, InterruptedException {
        Figures figures = new Figures();
        try (Starts starts = Starts.begin(run, figures)) {
            for (int round = 1; round <= run.rounds(5, 1); round++) {
                run.say("round " + round + " of " + run.rounds(5, 1));
                for (boolean cache : run.scale() == Scale.SMOKE ? List.of(true) : List.of(true, false)) {
                    starts.up(FRESH, AGAIN, round, cache);
                    // Elsewhere they are started all the time.
                    for (String command : fleet(run.scale(), cache)) {
                        starts.startAndStop(command, round, cache);
                    }
                }
            }
        }
        List<Row> rows = new ArrayList<>(List.of(
                row(figures, FRESH, "s to ready", Starts.SECONDS, Target.atMost(TARGET_SECONDS)),
                row(figures, AGAIN, "s to ready", Starts.SECONDS, Target.atMost(TARGET_SECONDS)),
                row(figures, AGAIN, "s of CPU until then", Starts.CPU, null),
                row(figures, AGAIN, "MiB of RSS then", Starts.RSS, null)));
        for (String command : FLEET) {
            rows.add(row(figures, command, "s to ready", Starts.SECONDS, null));
            rows.add(row(figures, command, "s of CPU until then", Starts.CPU, null));
        }
        return new Report(rows, "", figures);
    }

    // What the cache is worth shows in 'up', which has all of them in it.
    private static List<String> fleet(Scale scale, boolean cache) {
        return switch (scale) {
            case FULL -> FLEET;
            case SHORT -> cache ? FLEET : List.of();
            case SMOKE -> List.of();
        };
    }

    private static Row row(Figures figures, String start, String unit, String what,
            @Nullable Target target) {
        return new Row(start + ": " + unit, figures.rounds(start, what),
                figures.rounds(Starts.withoutCache(start), what), target);
    }
}
