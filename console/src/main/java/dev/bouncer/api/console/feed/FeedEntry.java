package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import org.jspecify.annotations.Nullable;

/**
 * A decision, and what edges have done about it so far.
 *
 * @param command  what was decided
 * @param position where it stands on the log
 * @param at       when the broker appended it
 * @param reports  of the edges that have closed sessions, one of each
 * @param change   the number of the change that made it as it is: the higher, the later
 */
public record FeedEntry(Command command, Position position, Instant at, List<EnforcementReport> reports, long change) {
    /** The order of decisions: that of the log's clock. */
    static final Comparator<FeedEntry> OLDEST_FIRST = Comparator.comparing(FeedEntry::at)
            .thenComparingInt(entry -> entry.position().partition())
            .thenComparingLong(entry -> entry.position().offset());

    /** Copies the reports. */
    public FeedEntry {
        reports = List.copyOf(reports);
    }

    static FeedEntry of(Decoded.Valid record, long change) {
        return new FeedEntry(record.command(), record.position(), record.at(), List.of(), change);
    }

    boolean hasReportOf(String edge) {
        return reports.stream().anyMatch(report -> report.edge().equals(edge));
    }

    FeedEntry with(EnforcementReport report, long change) {
        return new FeedEntry(command, position, at, Stream.concat(reports.stream(), Stream.of(report)).toList(),
                change);
    }

    /** How many sessions were closed. */
    public int sessions() {
        return reports.stream().mapToInt(EnforcementReport::sessions).sum();
    }

    /** On how many edges. */
    public int edges() {
        return reports.size();
    }

    /** How long the slowest of them took; null: none has closed any. */
    public @Nullable Duration took() {
        return reports.stream().map(EnforcementReport::took).max(Comparator.naturalOrder()).orElse(null);
    }
}
