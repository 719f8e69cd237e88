package dev.bouncer.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a scenario has to say.
 *
 * @param rows    its figures next to their baselines
 * @param details a table of its own, in Markdown; empty: the rows say all
 * @param figures every figure of every round, so that others can judge how much they differ
 */
public record Report(List<Row> rows, String details, Figures figures) {
    /** As tables in Markdown. */
    public String text() {
        String table = rows.isEmpty() ? "" : """

                | | figure | baseline | ratio | target | |
                |---|---|---|---|---|---|
                """ + rows.stream().map(Row::text).collect(Collectors.joining("\n", "", "\n"));
        return table + details;
    }
}
