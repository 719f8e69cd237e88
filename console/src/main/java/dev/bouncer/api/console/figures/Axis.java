package dev.bouncer.api.console.figures;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis from 0 on, with a few round numbers on it.
 *
 * @param step between two of them
 * @param end  where it ends: the last of them
 */
record Axis(double step, double end) {
    private static final int MOST_STEPS = 4;

    /** One that has room for a value; at least from 0 to 1. */
    static Axis upTo(double highest) {
        double least = Math.max(highest, 1) / MOST_STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = Math.max(1, least <= power
                ? power
                : least <= 2 * power
                        ? 2 * power
                        : least <= 5 * power ? 5 * power : 10 * power);
        return new Axis(step, step * Math.max(1, Math.ceil(highest / step)));
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i * step <= end; i++) {
            marks.add(i * step);
        }
        return marks;
    }
}
