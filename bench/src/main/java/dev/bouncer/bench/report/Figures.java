package dev.bouncer.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What was measured, round by round, of several candidates. Not thread-safe. */
public final class Figures {
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();

    /** One round's figure. */
    public void add(String candidate, String what, double value) {
        figures.computeIfAbsent(candidate, _ -> new LinkedHashMap<>()).computeIfAbsent(what, _ -> new ArrayList<>())
                .add(value);
    }

    /** Every figure of every round. */
    public Map<String, Map<String, List<Double>>> all() {
        return figures;
    }

    /** Those of all rounds, in their order; empty: it was not measured. */
    public List<Double> rounds(String candidate, String what) {
        return figures.getOrDefault(candidate, Map.of()).getOrDefault(what, List.of());
    }

    /** In the middle of the rounds; empty: it was not measured. */
    public OptionalDouble median(String candidate, String what) {
        return median(rounds(candidate, what));
    }

    /** By how much it was more than another candidate's, round by round. */
    public List<Double> added(String candidate, String reference, String what) {
        List<Double> with = rounds(candidate, what);
        List<Double> without = rounds(reference, what);
        return IntStream.range(0, Math.min(with.size(), without.size())).mapToObj(i -> with.get(i) - without.get(i))
                .toList();
    }

    /** In the middle of these; empty: there are none. */
    public static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) return OptionalDouble.empty();
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
