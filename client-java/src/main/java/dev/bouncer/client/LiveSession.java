package dev.bouncer.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A session that is open.
 *
 * @param edge      the edge that holds it
 * @param since     when its client's request reached the edge
 * @param subjects  what it was authenticated as
 * @param protocol  {@code native}, {@code pusher}, {@code centrifuge}, {@code gateway} or {@code request}
 * @param userAgent what the client calls itself
 * @param route     the gateway's route that it came by
 */
public record LiveSession(String edge, UUID id, Instant since, List<Subject> subjects, String protocol,
        @Nullable String address, @Nullable String userAgent, @Nullable String route) {
    /** Copies. */
    public LiveSession {
        subjects = List.copyOf(subjects);
    }
}
