package dev.bouncer.api.console.figures;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name   what it is
 * @param values one for each minute; NaN: not known
 */
public record Series(String name, List<Double> values) {
    /** Copies the values. */
    public Series {
        values = List.copyOf(values);
    }
}
