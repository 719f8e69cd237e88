package dev.bouncer.api.console.figures;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Some series of an hour.
 *
 * @param id     for the elements of the page: letters and hyphens
 * @param title  what it shows
 * @param unit   of its values; may be empty
 * @param form   how they are drawn
 * @param starts of the minutes
 * @param series of as many values each; 1 to 4
 */
public record Chart(String id, String title, String unit, Form form, List<Instant> starts, List<Series> series) {
    /** How values are drawn. */
    public enum Form {
        /** What happened within each minute. */
        BARS,
        /** How it was at the end of each minute. */
        LINES
    }

    /** @throws IllegalArgumentException if a series is not as long as the hour */
    public Chart {
        starts = List.copyOf(starts);
        series = List.copyOf(series);
        for (Series one : series) {
            if (one.values().size() != starts.size())
                throw new IllegalArgumentException(one.name() + ": expected " + starts.size() + " values");
        }
    }

    /** Whether anything is known at all. */
    public boolean isEmpty() {
        return series.stream().allMatch(one -> one.values().stream().allMatch(value -> value.isNaN()));
    }

    /** The highest value of all; 0 where nothing is known. */
    double highest() {
        return series.stream().flatMap(one -> one.values().stream()).filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** What it says in words, for those who do not see it. */
    public String summary() {
        if (isEmpty()) return "Nothing is known yet.";
        StringBuilder text = new StringBuilder();
        for (Series one : series) {
            List<Double> known = one.values().stream().filter(value -> !value.isNaN()).toList();
            if (known.isEmpty()) continue;
            double highest = known.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            text.append(one.name()).append(": now ").append(format(known.getLast())).append(", at most ")
                    .append(format(highest)).append(unit.isEmpty() ? "" : " " + unit).append(". ");
        }
        return text.toString().strip();
    }

    /** A value in words. */
    public static String format(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.0f", value);
    }
}
