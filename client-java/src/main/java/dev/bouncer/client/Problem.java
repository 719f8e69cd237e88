package dev.bouncer.client;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the API that is an error (RFC 9457).
 *
 * @param status  the HTTP status
 * @param detail  what was wrong this time, and what was expected
 * @param command the command that may have been done, where that is not known
 */
public record Problem(ProblemType type, int status, String title, String detail, @Nullable UUID command) {
    @Override
    public String toString() {
        return status + " " + title + ": " + detail;
    }
}
