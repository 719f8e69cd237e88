package dev.bouncer.api.confirm;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import org.jspecify.annotations.Nullable;

/**
 * How far a command has come on the edges.
 *
 * @param known     whether it is known which edges there are
 * @param confirmed the edges that have enforced it
 * @param missing   those that count and have not said so
 * @param silent    those of them that have said nothing at all for some seconds
 * @param reports   what was closed, by whom
 */
public record Confirmation(boolean known, List<String> confirmed, List<String> missing, List<String> silent,
        List<EnforcementReport> reports) {
    /** @param position where the command stands; null: it has not been found yet */
    static Confirmation of(Edges edges, RecentCommands recent, UUID command, @Nullable Position position) {
        List<EdgeState> counted = edges.counted().toList();
        List<EdgeState> missing = counted.stream().filter(edge -> position == null || !edge.hasConfirmed(position))
                .toList();
        return new Confirmation(edges.isKnown(),
                counted.stream().filter(edge -> !missing.contains(edge)).map(EdgeState::id).toList(),
                missing.stream().map(EdgeState::id).toList(),
                missing.stream().filter(EdgeState::isSilent).map(EdgeState::id).toList(), recent.reports(command));
    }

    /**
     * How far several commands have come together.
     *
     * @param reports of all of them
     */
    static Confirmation ofAll(List<Confirmation> parts, List<EnforcementReport> reports) {
        List<String> missing = all(parts, Confirmation::missing);
        return new Confirmation(parts.stream().allMatch(Confirmation::known),
                all(parts, Confirmation::confirmed).stream().filter(edge -> !missing.contains(edge)).toList(), missing,
                all(parts, Confirmation::silent), reports);
    }

    private static List<String> all(List<Confirmation> parts, Function<Confirmation, List<String>> edges) {
        return parts.stream().flatMap(part -> edges.apply(part).stream()).distinct().sorted().toList();
    }

    /** Whether there is certainly no edge left that has not enforced it. */
    public boolean isEnforced() {
        return known && missing.isEmpty();
    }

    /** Adds it to an answer. */
    public void putInto(ObjectNode json) {
        json.put("enforced", isEnforced()).put("edges", confirmed.size());
        putIds(json, "missing", missing);
        putIds(json, "silent", silent);
        putClosed(json);
    }

    /** Adds how many sessions were closed, and how long the slowest edge took for it, if any was. */
    public void putClosed(ObjectNode json) {
        json.put("sessions_closed", reports.stream().mapToLong(EnforcementReport::sessions).sum());
        reports.stream().mapToLong(report -> report.took().toMillis()).max()
                .ifPresent(slowest -> json.put("slowest_ms", slowest));
    }

    private static void putIds(ObjectNode json, String field, List<String> ids) {
        if (!ids.isEmpty()) ids.forEach(json.putArray(field)::add);
    }
}
