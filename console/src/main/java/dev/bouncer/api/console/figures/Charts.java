package dev.bouncer.api.console.figures;

import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of an app's hour. */
public final class Charts {
    private Charts() {}

    /** Of these minutes, in the order of a page. */
    public static List<Chart> of(List<Minute> minutes) {
        List<Instant> starts = minutes.stream().map(Minute::start).toList();
        return List.of(
                new Chart("commands", "Commands per minute", "", Chart.Form.BARS, starts,
                        List.of(series("Commands", minutes, Minute::commands))),
                new Chart("latency", "From command to closed session", "ms", Chart.Form.LINES, starts,
                        List.of(series("Half within", minutes, Minute::p50),
                                series("90 % within", minutes, Minute::p90),
                                series("99 % within", minutes, Minute::p99))),
                new Chart("blocks", "Blocks in force", "", Chart.Form.LINES, starts,
                        List.of(series("Blocks", minutes, Minute::blocks))),
                new Chart("sessions", "Sessions on all edges", "", Chart.Form.LINES, starts,
                        List.of(series("Sessions", minutes, Minute::sessions))));
    }

    private static Series series(String name, List<Minute> minutes, ToDoubleFunction<Minute> value) {
        return new Series(name, minutes.stream().map(value::applyAsDouble).toList());
    }
}
