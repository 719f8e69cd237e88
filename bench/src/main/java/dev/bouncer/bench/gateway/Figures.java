package dev.bouncer.bench.gateway;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import dev.bouncer.bench.gateway.Candidate.Kind;

/** What was measured, round by round. Not thread-safe. */
final class Figures {
    private final Map<Kind, Map<String, List<Double>>> figures = new EnumMap<>(Kind.class);

    void add(Kind kind, String what, double value) {
        figures.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).computeIfAbsent(what, _ -> new ArrayList<>())
                .add(value);
    }

    /** Every figure of every round. */
    Map<Kind, Map<String, List<Double>>> all() {
        return figures;
    }

    private List<Double> rounds(Kind kind, String what) {
        return figures.getOrDefault(kind, Map.of()).getOrDefault(what, List.of());
    }

    /** In the middle of the rounds; empty: it was not measured. */
    OptionalDouble median(Kind kind, String what) {
        return median(rounds(kind, what));
    }

    /** By how much it was more than without anything between, round by round, and the middle of that. */
    OptionalDouble added(Kind kind, String what) {
        List<Double> with = rounds(kind, what);
        List<Double> without = rounds(Kind.DIRECT, what);
        List<Double> added = new ArrayList<>();
        for (int round = 0; round < Math.min(with.size(), without.size()); round++) {
            added.add(with.get(round) - without.get(round));
        }
        return median(added);
    }

    private static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) return OptionalDouble.empty();
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
