package dev.bouncer.api.console.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.bouncer.api.confirm.EdgeState;
import org.jspecify.annotations.Nullable;

/**
 * An edge.
 *
 * @param id        its id
 * @param version   of Bouncer
 * @param address   where it can be asked about its sessions; null: nowhere
 * @param startedAt when its process started
 * @param condition how it is
 * @param silentFor how long ago it spoke
 * @param behind    how many records of the log it has not enforced that this process has; 0 where it is ahead; negative: it has
 *                  never known what is in force
 * @param sessions  on it, of the app that is asked about, a few seconds ago; negative: it does not say, being older
 */
public record EdgeLine(String id, String version, @Nullable String address, Instant startedAt, Condition condition,
        Duration silentFor, long behind, long sessions) {
    /** How an edge is. */
    public enum Condition {
        /** It takes clients. */
        READY,
        /** It takes none, by its own word: it is starting, draining, or out of touch with the log. */
        NOT_READY,
        /** It has said nothing for some seconds: it may be dead, or cut off with its clients still connected. */
        SILENT,
        /** Another process speaks by its name. */
        CONTESTED
    }

    static EdgeLine of(EdgeState edge, String app, List<Long> here) {
        return new EdgeLine(edge.id(), edge.said().version(), edge.said().address(), edge.said().startedAt(),
                condition(edge), edge.silentFor(), behind(edge.said().applied(), here), sessions(edge, app));
    }

    private static Condition condition(EdgeState edge) {
        if (edge.contested()) return Condition.CONTESTED;
        if (edge.isSilent()) return Condition.SILENT;
        return edge.said().ready() ? Condition.READY : Condition.NOT_READY;
    }

    private static long behind(List<Long> applied, List<Long> here) {
        if (applied.isEmpty()) return -1;
        long behind = 0;
        for (int partition = 0; partition < here.size(); partition++) {
            long there = partition < applied.size() ? applied.get(partition) : 0;
            behind += Math.max(0, here.get(partition) - there);
        }
        return behind;
    }

    /** Those of an app on an edge; negative: it does not say. */
    static long sessions(EdgeState edge, String app) {
        Map<String, Integer> sessions = edge.said().sessions();
        return sessions == null ? -1 : sessions.getOrDefault(app, 0);
    }
}
