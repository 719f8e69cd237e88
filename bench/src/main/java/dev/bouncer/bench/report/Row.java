package dev.bouncer.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a scenario.
 *
 * @param measured what, with the unit
 * @param figures  of each round
 * @param baseline of the same rounds; empty: there is none
 * @param target   null: there is none
 */
public record Row(String measured, List<Double> figures, List<Double> baseline, @Nullable Target target) {
    /** Without anything to compare it with. */
    public Row(String measured, List<Double> figures, @Nullable Target target) {
        this(measured, figures, List.of(), target);
    }

    /** Round by round, and the middle of that; empty: there is no baseline. */
    public OptionalDouble ratio() {
        return Figures.median(ratios());
    }

    private List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(figures.size(), baseline.size()); round++) {
            // Less than nothing is what the machine's noise makes of a difference; no ratio to that tells anything.
            if (baseline.get(round) > 0) ratios.add(figures.get(round) / baseline.get(round));
        }
        return ratios;
    }

    String text() {
        return "| " + String.join(" | ", measured, number(Figures.median(figures)), number(Figures.median(baseline)),
                ratioText(), target == null ? "" : target.text(), verdict()) + " |";
    }

    private String ratioText() {
        List<Double> ratios = ratios();
        if (ratios.isEmpty()) return "";
        String middle = String.format(Locale.ROOT, "%.2f", ratio().orElseThrow());
        if (ratios.size() == 1) return middle;
        return middle + String.format(Locale.ROOT, " (%.2f to %.2f)", Collections.min(ratios), Collections.max(ratios));
    }

    private String verdict() {
        if (target == null) return "";
        OptionalDouble judged = target.of() == Target.Of.RATIO ? ratio() : Figures.median(figures);
        if (judged.isEmpty()) return "not measured";
        return target.isMetBy(judged.getAsDouble()) ? "met" : "not met";
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty()) return "";
        double number = value.getAsDouble();
        return String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%,.0f" : Math.abs(number) >= 1 ? "%.2f" : "%.3f",
                number);
    }
}
