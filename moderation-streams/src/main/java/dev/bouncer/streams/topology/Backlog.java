package dev.bouncer.streams.topology;

import java.time.Duration;

/**
 * Whether a task has commands to catch up on. A block that ended meanwhile may have been lifted or replaced, before its
 * end, by a command that is still to come: swept now, it would stand in the audit log as expired. Nothing tells a task
 * where the log ends, so it goes by what it meets: old commands, and at first nothing. Belongs to one task; not
 * thread-safe. Times are milliseconds since 1970.
 */
final class Backlog {
    /** For how long no old command must have come; a fetch takes a fraction of it. */
    static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final long old;
    private long since;

    /**
     * There may be one.
     *
     * @param old a command is, that was appended so long ago
     */
    Backlog(long now, Duration old) {
        this.since = now;
        this.old = Math.max(old.toMillis(), LEAST.toMillis());
    }

    /** A record of the log comes by. */
    void meet(long appendedAt, long now) {
        if (appendedAt < now - old) since = now;
    }

    boolean isOver(long now) {
        return now - since >= QUIET.toMillis();
    }
}
