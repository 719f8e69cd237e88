package dev.bouncer.bench.report;

import java.util.Locale;

/**
 * What is aimed at: of the ratio to the baseline, or of the figure itself.
 *
 * @param bound what it is to stay on one side of
 */
public record Target(Of of, Side side, double bound) {
    /** What has the bound. */
    public enum Of {
        RATIO, FIGURE
    }

    /** Which side of the bound is good. */
    public enum Side {
        AT_MOST, AT_LEAST
    }

    /** The ratio is to be at most this. */
    public static Target ratioAtMost(double bound) {
        return new Target(Of.RATIO, Side.AT_MOST, bound);
    }

    /** The ratio is to be at least this. */
    public static Target ratioAtLeast(double bound) {
        return new Target(Of.RATIO, Side.AT_LEAST, bound);
    }

    /** The figure is to be at most this. */
    public static Target atMost(double bound) {
        return new Target(Of.FIGURE, Side.AT_MOST, bound);
    }

    /** The figure is to be at least this. */
    public static Target atLeast(double bound) {
        return new Target(Of.FIGURE, Side.AT_LEAST, bound);
    }

    boolean isMetBy(double value) {
        return side == Side.AT_MOST ? value <= bound : value >= bound;
    }

    String text() {
        String number = bound == Math.rint(bound)
                ? String.format(Locale.ROOT, "%,.0f", bound)
                : String.format(Locale.ROOT, "%.2f", bound);
        return (side == Side.AT_MOST ? "≤ " : "≥ ") + number + (of == Of.RATIO ? " ×" : "");
    }
}
