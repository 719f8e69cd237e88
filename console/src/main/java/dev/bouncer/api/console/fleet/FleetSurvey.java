package dev.bouncer.api.console.fleet;

import java.util.List;
import java.util.function.Supplier;

import dev.bouncer.api.confirm.EdgeState;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.enforcement.Readiness;

/** Puts together what is known of the fleet. Thread-safe. */
public final class FleetSurvey {
    private final Edges edges;
    private final StreamsHealth streams;
    private final Supplier<Readiness> readiness;
    private final Supplier<List<Long>> applied;
    private final String version;

    /**
     * Of what is known here.
     *
     * @param readiness of this process
     * @param applied   per partition of the commands topic, the first offset that this process has not read
     * @param version   of Bouncer, of this process
     */
    public FleetSurvey(Edges edges, StreamsHealth streams, Supplier<Readiness> readiness,
            Supplier<List<Long>> applied, String version) {
        this.edges = edges;
        this.streams = streams;
        this.readiness = readiness;
        this.applied = applied;
        this.version = version;
    }

    /**
     * The fleet now; takes up to a second.
     *
     * @param app whose sessions are told
     */
    public Fleet of(String app) {
        List<StreamsLine> instances = streams.ask();
        List<Long> here = applied.get();
        List<EdgeLine> lines = edges.all().stream().map(edge -> EdgeLine.of(edge, app, here)).toList();
        return new Fleet(readiness.get(), version, edges.isKnown(), lines, instances);
    }

    /** The sessions of an app on all edges that are heard; negative: none of them says, or it is not known who there is. */
    public long sessions(String app) {
        if (!edges.isKnown()) return -1;
        List<EdgeState> heard = edges.all().stream().filter(edge -> !edge.isSilent()).toList();
        if (heard.stream().allMatch(edge -> EdgeLine.sessions(edge, app) < 0)) return heard.isEmpty() ? 0 : -1;
        return heard.stream().mapToLong(edge -> Math.max(0, EdgeLine.sessions(edge, app))).sum();
    }
}
