package dev.bouncer.e2e.chaos;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One attempt of a client to be connected, as the client saw it.
 *
 * @param welcomedAt null: it was not
 * @param endedAt    null: it is still connected
 * @param code       the close code; 1006 where the connection broke or was never made; {@link #LEFT} where the client
 *                   itself went; 0 while it is connected
 * @param detail     what the client was told, or what broke
 */
record Visit(String user, Node edge, Instant dialedAt, @Nullable Instant welcomedAt, @Nullable Instant endedAt,
        int code,
        String detail) {
    static final int LEFT = -1;
    static final int BROKEN = 1006;

    /** @throws IllegalArgumentException if the times are not in order, or there is a code and no end */
    Visit {
        if (welcomedAt != null && welcomedAt.isBefore(dialedAt))
            throw new IllegalArgumentException(user + ": welcomed before it dialed");
        if ((endedAt == null) != (code == 0))
            throw new IllegalArgumentException(user + ": expected a code where it ended, got " + code);
    }
}
