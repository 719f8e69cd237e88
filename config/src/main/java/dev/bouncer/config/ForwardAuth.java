package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code forward-auth}: an application that knows who a request is from.
 *
 * @param url        {@code url}: what is asked, with the request's headers and no body; 2xx: it knows, 401 and 403: that nobody
 *                   is let in
 * @param userHeader {@code user-header}: the header of its answer that holds the user's id, beside {@code Bouncer-Subject};
 *                   null: none
 * @param cache      {@code cache}: how long an answer counts for the same {@code Authorization} and {@code Cookie}; 0: once
 * @param timeout    {@code timeout}: how long it may take
 */
public record ForwardAuth(URI url, @Nullable String userHeader, Duration cache, Duration timeout) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public ForwardAuth {
        Durations.requireNotNegative("forward-auth.cache", cache);
        Durations.requirePositive("forward-auth.timeout", timeout);
    }
}
