package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * A time for which a fault declares that an edge does less than it otherwise must.
 *
 * @param to null: not over
 */
record Excuse(Node edge, What what, Instant from, @Nullable Instant to, String why) {
    /** What it does not do. */
    enum What {
        /** Its process is killed, stopped, paused or starting: its connections may break, and it may take nobody. */
        AWAY,
        /** It cannot reach Kafka: it may enforce late, and once it is stale it must refuse who comes. */
        DEAF
    }

    /** Whether it covers some of that time. */
    boolean overlaps(Instant start, Instant end) {
        return !from.isAfter(end) && (to == null || !to.isBefore(start));
    }

    /**
     * By when an edge must have done what was asked of it at {@code asked}: a while later, not counting excused times.
     */
    static Instant deadline(Collection<Excuse> all, Node edge, Instant asked, Duration promise) {
        Instant deadline = asked.plus(promise);
        Instant before;
        do {
            before = deadline;
            for (Excuse excuse : all) {
                if (!excuse.edge.equals(edge) || !excuse.overlaps(deadline.minus(promise), deadline)) continue;
                Instant resumed = excuse.to == null ? Instant.MAX : excuse.to.plus(promise);
                if (resumed.isAfter(deadline)) deadline = resumed;
                if (excuse.to == null) return Instant.MAX;
            }
        } while (!deadline.equals(before));
        return deadline;
    }
}
