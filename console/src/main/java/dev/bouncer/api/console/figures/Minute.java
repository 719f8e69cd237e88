package dev.bouncer.api.console.figures;

import java.time.Instant;

/**
 * One minute of an app. NaN stands where nothing is known.
 *
 * @param start    when it began
 * @param commands how many were appended to the log in it
 * @param p50      within how many milliseconds edges had told half of the sessions' closings that commands of that minute led to
 * @param p90      nine of ten
 * @param p99      99 of 100
 * @param blocks   in force, as they were counted last
 * @param sessions on all edges, as they were counted last
 */
public record Minute(Instant start, double commands, double p50, double p90, double p99, double blocks,
        double sessions) {}
