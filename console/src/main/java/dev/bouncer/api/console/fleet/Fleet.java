package dev.bouncer.api.console.fleet;

import java.util.List;

import dev.bouncer.enforcement.Readiness;

/**
 * The processes as one process of the API knows them.
 *
 * @param api      how that process itself is; of others like it nothing is known
 * @param version  of Bouncer, of that process
 * @param complete whether it is known which edges there are: otherwise some may be missing
 * @param edges    by their ids
 * @param streams  those that are configured at that process; others are not known
 */
public record Fleet(Readiness api, String version, boolean complete, List<EdgeLine> edges, List<StreamsLine> streams) {
    /** Copies the lists. */
    public Fleet {
        edges = List.copyOf(edges);
        streams = List.copyOf(streams);
    }

    /** The sessions on all edges that say how many. */
    public long sessions() {
        return edges.stream().mapToLong(EdgeLine::sessions).filter(sessions -> sessions > 0).sum();
    }

    /** How many edges do not say how many sessions they have. */
    public long quietAboutSessions() {
        return edges.stream().filter(edge -> edge.sessions() < 0).count();
    }
}
